using System.Collections.Frozen;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// The limits of interactive elements, as the comments of Slack's published types state them.
internal static class ElementRules
{
    private const int LongestInput = 3000;

    // The published types say 75 and other sources 150; what holds under both is safe.
    private const int LongestOptionValue = 75;

    private static readonly FrozenSet<string> Option = FrozenSet.ToFrozenSet(["text", "value", "description", "url"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> Confirm = FrozenSet.ToFrozenSet(["title", "text", "confirm", "deny", "style"], StringComparer.Ordinal);

    public static void Check(JsonElement element, BlockErrors errors, string pointer, string place)
    {
        var type = element.Text("type");
        if (ElementShapes.Of(type) is not { } shape || !shape.MayStandIn(place))
        {
            errors.Add(pointer + "/type", "unsupported type: " + type);
            return;
        }

        TextRules.CheckNames(element, shape.Names, errors, pointer);
        TextRules.CheckString(element, "action_id", errors, pointer, 255, required: type == "rich_text_input");
        TextRules.CheckObject(element, "placeholder", errors, pointer, 150, plainOnly: true, required: false);
        CheckConfirm(element, errors, pointer);
        switch (type)
        {
            case "button":
                CheckButton(element, errors, pointer);
                break;
            case "image":
                CheckImage(element, errors, pointer);
                break;
            case "overflow":
                CheckOptions(element, errors, pointer, 5);
                break;
            case "checkboxes" or "radio_buttons":
                CheckOptions(element, errors, pointer, 10, plainOnly: false);
                break;
            case "static_select" or "multi_static_select":
                CheckOptions(element, errors, pointer, 100);
                break;
            case "datetimepicker":
                if (element.Part("initial_date_time") is { } moment && (moment.ValueKind != JsonValueKind.Number || moment.GetRawText().Length != 10))
                {
                    errors.Add(pointer + "/initial_date_time", "must be a 10 digit unix timestamp");
                }

                break;
            case "plain_text_input":
                TextRules.CheckString(element, "initial_value", errors, pointer, LongestInput, least: 0);
                CheckNumber(element, "min_length", errors, pointer, 0, LongestInput);
                CheckNumber(element, "max_length", errors, pointer, 1, LongestInput);
                break;
            case "number_input" when element.Part("is_decimal_allowed") is null:
                errors.Missing(pointer, "is_decimal_allowed");
                break;
        }
    }

    /// <summary>Options, plain or in groups; an initial one has to be one of them, to the letter.</summary>
    public static void CheckOptions(JsonElement element, BlockErrors errors, string pointer, int most, bool plainOnly = true, bool requireSome = true)
    {
        var least = requireSome ? 1 : 0;
        List<(JsonElement Item, string Pointer)> options = [];
        if (element.Part("option_groups") is not null)
        {
            foreach (var (group, at) in TextRules.CheckItems(element, "option_groups", errors, pointer, most, least))
            {
                TextRules.CheckObject(group, "label", errors, at, 75, plainOnly: true, required: true);
                options.AddRange(TextRules.CheckItems(group, "options", errors, at, most, least));
            }
        }
        else
        {
            options.AddRange(TextRules.CheckItems(element, "options", errors, pointer, most, least));
        }

        foreach (var (option, at) in options)
        {
            TextRules.CheckNames(option, Option, errors, at);
            TextRules.CheckObject(option, "text", errors, at, 75, plainOnly, required: true);
            TextRules.CheckString(option, "value", errors, at, LongestOptionValue, required: true);
            TextRules.CheckObject(option, "description", errors, at, 75, plainOnly, required: false);
            TextRules.CheckString(option, "url", errors, at, 3000);
        }

        var initial = element.Items("initial_options").Select((item, index) => (item, $"{pointer}/initial_options/{index}"))
            .Concat(element.Part("initial_option") is { } one ? [(one, pointer + "/initial_option")] : Enumerable.Empty<(JsonElement, string)>());
        foreach (var (chosen, at) in initial.Where(candidate => !options.Exists(option => JsonElement.DeepEquals(option.Item, candidate.Item1))))
        {
            errors.Add(at, "initial option must match one of the options: " + chosen.Text("value"));
        }
    }

    public static void CheckImage(JsonElement image, BlockErrors errors, string pointer)
    {
        TextRules.CheckString(image, "alt_text", errors, pointer, 2000, required: true, least: 0);
        TextRules.CheckString(image, "image_url", errors, pointer, 3000, required: image.Part("slack_file") is null);
    }

    private static void CheckButton(JsonElement button, BlockErrors errors, string pointer)
    {
        TextRules.CheckObject(button, "text", errors, pointer, 75, plainOnly: true, required: true);
        TextRules.CheckString(button, "value", errors, pointer, 2000);
        TextRules.CheckString(button, "url", errors, pointer, 3000);
        TextRules.CheckString(button, "accessibility_label", errors, pointer, 75);
        if (button.Part("style") is not null && button.Text("style") is not ("primary" or "danger"))
        {
            errors.Add(pointer + "/style", "must be one of: primary, danger");
        }
    }

    private static void CheckConfirm(JsonElement element, BlockErrors errors, string pointer)
    {
        if (element.Part("confirm") is not { } confirm)
        {
            return;
        }

        pointer += "/confirm";
        TextRules.CheckNames(confirm, Confirm, errors, pointer);
        TextRules.CheckObject(confirm, "title", errors, pointer, 100, plainOnly: true, required: true);
        TextRules.CheckObject(confirm, "text", errors, pointer, 300, plainOnly: false, required: true);
        TextRules.CheckObject(confirm, "confirm", errors, pointer, 30, plainOnly: true, required: true);
        TextRules.CheckObject(confirm, "deny", errors, pointer, 30, plainOnly: true, required: true);
    }

    private static void CheckNumber(JsonElement element, string name, BlockErrors errors, string pointer, int least, int most)
    {
        if (element.Part(name) is { } number
            && (number.ValueKind != JsonValueKind.Number || !number.TryGetInt32(out var value) || value < least || value > most))
        {
            errors.Add($"{pointer}/{name}", $"must be a number from {least} to {most}");
        }
    }
}
