using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// The limits of interactive elements, as the comments of Slack's published types state them.
internal static class ElementRules
{
    private const int LongestInput = 3000;

    // The published types say 75 and other sources 150; what holds under both is safe.
    private const int LongestOptionValue = 75;

    private static readonly FrozenSet<string> Option = FrozenSet.ToFrozenSet(["text", "value", "description", "url"], StringComparer.Ordinal);
    private static readonly FrozenSet<string> DispatchConfig = FrozenSet.ToFrozenSet(["trigger_actions_on"], StringComparer.Ordinal);
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
        CheckNumber(element, "min_query_length", errors, pointer, 0, int.MaxValue);
        CheckNumber(element, "max_selected_items", errors, pointer, 1, int.MaxValue);
        CheckConfirm(element, errors, pointer);
        CheckDispatch(element, errors, pointer);
        if (element.Part("initial_options") is { ValueKind: JsonValueKind.Array } chosen && chosen.GetArrayLength() == 0)
        {
            errors.Add(pointer + "/initial_options", "no fewer than 1 items required");
        }

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
            case "external_select" or "multi_external_select":
                foreach (var (option, at) in InitialIn(element, pointer))
                {
                    CheckOption(option, errors, at, plainOnly: true);
                }

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
            case "number_input":
                CheckNumberInput(element, errors, pointer);
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
            if (element.Part("options") is not null)
            {
                errors.Add(pointer, "only one of options and option_groups can be given");
            }

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
            CheckOption(option, errors, at, plainOnly);
        }

        foreach (var (chosen, at) in InitialIn(element, pointer).Where(candidate => !options.Exists(option => JsonElement.DeepEquals(option.Item, candidate.Option))))
        {
            errors.Add(at, "initial option must match one of the options: " + chosen.Text("value"));
        }
    }

    private static IEnumerable<(JsonElement Option, string Pointer)> InitialIn(JsonElement element, string pointer) =>
        element.Items("initial_options").Select((item, index) => (item, $"{pointer}/initial_options/{index}"))
            .Concat(element.Part("initial_option") is { } one ? [(one, pointer + "/initial_option")] : Enumerable.Empty<(JsonElement, string)>());

    private static void CheckOption(JsonElement option, BlockErrors errors, string at, bool plainOnly)
    {
        TextRules.CheckNames(option, Option, errors, at);
        TextRules.CheckObject(option, "text", errors, at, 75, plainOnly, required: true);
        TextRules.CheckString(option, "value", errors, at, LongestOptionValue, required: true);
        TextRules.CheckObject(option, "description", errors, at, 75, plainOnly, required: false);
        TextRules.CheckString(option, "url", errors, at, 3000);
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

    private static void CheckDispatch(JsonElement element, BlockErrors errors, string pointer)
    {
        if (element.Part("dispatch_action_config") is not { } config)
        {
            return;
        }

        pointer += "/dispatch_action_config";
        TextRules.CheckNames(config, DispatchConfig, errors, pointer);
        foreach (var (trigger, at) in TextRules.CheckItems(config, "trigger_actions_on", errors, pointer, 2))
        {
            if (trigger.ValueKind != JsonValueKind.String || trigger.GetString() is not ("on_enter_pressed" or "on_character_entered"))
            {
                errors.Add(at, "must be one of: on_enter_pressed, on_character_entered");
            }
        }
    }

    // Its numbers are texts.
    private static void CheckNumberInput(JsonElement element, BlockErrors errors, string pointer)
    {
        if (element.Part("is_decimal_allowed") is null)
        {
            errors.Missing(pointer, "is_decimal_allowed");
        }

        var numbers = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var name in (string[])["initial_value", "min_value", "max_value"])
        {
            if (element.Part(name) is not { } given)
            {
                continue;
            }

            if (given.ValueKind == JsonValueKind.String && decimal.TryParse(given.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
                && (element.Flag("is_decimal_allowed") || decimal.IsInteger(number)))
            {
                numbers[name] = number;
            }
            else
            {
                errors.Add($"{pointer}/{name}", "must be a string with a number");
            }
        }

        if (numbers.TryGetValue("min_value", out var min) && numbers.TryGetValue("max_value", out var max) && min > max)
        {
            errors.Add(pointer + "/min_value", "must not be greater than max_value");
        }
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
