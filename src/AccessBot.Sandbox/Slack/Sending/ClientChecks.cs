using System.Globalization;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// What Slack's client checks before it submits a modal at all.
internal static class ClientChecks
{
    public static void Require(SlackView view)
    {
        foreach (var element in InteractiveElement.In(view.Blocks).Where(element => element.IsInput))
        {
            var state = view.Values[(element.BlockId, element.ActionId)];
            if (ElementState.IsEmpty(state))
            {
                if (!element.IsOptional)
                {
                    throw new NotPossibleInSlackException($"{element.BlockId} is required.");
                }

                continue;
            }

            Require(element, state);
        }
    }

    /// <summary>The menus of people have those of the workspace in them.</summary>
    public static void RequirePeople(SlackWorkspace workspace, InteractiveElement element, IEnumerable<string> chosen)
    {
        if (element.Type is "users_select" or "multi_users_select" && chosen.FirstOrDefault(id => !workspace.Roster.People.ContainsKey(id)) is { } stranger)
        {
            throw new NotPossibleInSlackException($"{element.ActionId} offers nobody with the id {stranger}.");
        }
    }

    private static void Require(InteractiveElement element, JsonElement state)
    {
        var chosen = ElementState.ChosenIn(state);
        switch (element.Type)
        {
            case "plain_text_input":
                var length = chosen[0].CodePoints();
                RequireRange(element, length, "min_length", "max_length", "characters");
                break;
            case "number_input":
                if (!decimal.TryParse(chosen[0], NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
                {
                    throw new NotPossibleInSlackException($"{element.BlockId} takes a number.");
                }

                RequireRange(element, number, "min_value", "max_value", "as a value");
                break;
            default:
                RequireRange(element, chosen.Count, "min_selected_items", "max_selected_items", "choices");
                break;
        }
    }

    private static void RequireRange(InteractiveElement element, decimal actual, string least, string most, string unit)
    {
        if (Bound(element, least) is { } min && actual < min)
        {
            throw new NotPossibleInSlackException($"{element.BlockId} takes at least {min} {unit}.");
        }

        if (Bound(element, most) is { } max && actual > max)
        {
            throw new NotPossibleInSlackException($"{element.BlockId} takes at most {max} {unit}.");
        }
    }

    private static decimal? Bound(InteractiveElement element, string name) => element.Json.Part(name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDecimal(),
        { ValueKind: JsonValueKind.String } text => decimal.Parse(text.GetString()!, CultureInfo.InvariantCulture),
        _ => null,
    };
}
