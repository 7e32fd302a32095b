using System.Globalization;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Draws one of a flow's own fields. Pure.</summary>
internal static class FieldInput
{
    /// <summary>Of texts, which keep what was typed when another flow asks the same.</summary>
    private const string Written = "field";

    private static readonly Option Yes = new("Yes", "true");
    private static readonly Option No = new("No", "false");

    /// <param name="field">The field.</param>
    /// <param name="flow">Its flow's key.</param>
    /// <param name="reports">Whether what else is asked depends on it.</param>
    /// <param name="room">What is left for menus.</param>
    public static InputBlock Of(Field field, string flow, bool reports, MenuRoom room) =>
        new(FormBlocks.Field(field, flow), field.Label, Element(field, reports ? DispatchActionConfig.AsTyped : null, room))
        {
            Hint = Hint(field) is { Length: > 0 } hint ? new PlainText(hint) : null,
            Optional = !field.Required,
            DispatchAction = reports,
        };

    private static BlockElement Element(Field field, DispatchActionConfig? asTyped, MenuRoom room)
    {
        var initial = FieldValues.Items(field, field.Default ?? "");
        switch (field.Type)
        {
            case FieldType.Int:
                return new NumberInput("int") { InitialValue = field.Default, MinValue = Number(field.Min), MaxValue = Number(field.Max), DispatchActionConfig = asTyped };
            case FieldType.Bool:
                return new RadioButtons("bool", [Yes, No]) { InitialOption = field.Default switch { null => null, "true" => Yes, _ => No } };
            case FieldType.User:
                return new UsersSelect("user") { InitialUser = field.Default };
            case FieldType.Users:
                return new MultiUsersSelect("users") { InitialUsers = initial, MaxSelectedItems = (int?)field.Max };
            case FieldType.MultiChoice:
                return Choices(field, initial, room);
            case FieldType.Choice:
            case FieldType.Duration when field.Choices.Count > 0:
                var options = FormMenus.ChoicesOf(field);
                return FormMenus.Menu(FormMenus.Choice, options, options.FirstOrDefault(option => option.Value == field.Default), room);
            case FieldType.Duration:
                return new PlainTextInput("length") { InitialValue = field.Default, Placeholder = Sentences.HowToWriteALength, MaxLength = 20, DispatchActionConfig = asTyped };
            default:
                return new PlainTextInput(Written)
                {
                    Multiline = field.Type is FieldType.Text,
                    InitialValue = field.Default,
                    MaxLength = (int?)field.Max ?? AccessRules.LongestText,
                    DispatchActionConfig = asTyped,
                };
        }
    }

    private static BlockElement Choices(Field field, IReadOnlyList<string> initial, MenuRoom room)
    {
        var options = FormMenus.ChoicesOf(field);
        List<Option> chosen = [.. options.Where(option => initial.Contains(option.Value, StringComparer.Ordinal))];
        return room.Takes(options)
            ? new MultiStaticSelect(FormMenus.Choices, options) { InitialOptions = chosen, MaxSelectedItems = (int?)field.Max }
            : new MultiExternalSelect(FormMenus.Choices) { InitialOptions = chosen, MaxSelectedItems = (int?)field.Max, Placeholder = Sentences.TypeToFind };
    }

    /// <summary>What stands below the field.</summary>
    public static string Hint(Field field)
    {
        string?[] hints =
        [
            field.Help,
            field.PatternMessage ?? (field.Pattern is { } pattern && field.Help is null ? $"Matches {pattern}" : null),
            FieldRange.InWords(field) is { } range ? $"{char.ToUpperInvariant(range[0])}{range[1..]}." : null,
        ];
        return string.Join(' ', hints.Where(hint => hint is not null));
    }

    private static string? Number(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
