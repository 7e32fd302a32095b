using System.Text.Json;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.Slack;

internal static class ViewMethods
{
    public static IEnumerable<SlackMethod> All { get; } =
    [
        new("views.open", [], Open),
        new("views.push", [], Push),
        new("views.update", [], Update),
        new("views.publish", [], Publish),
    ];

    // The view is judged first, so that a refused one does not use up the trigger.
    private static JsonObject Open(SlackWorkspace workspace, Arguments arguments)
    {
        var view = Given(arguments, "modal");
        return Answer(workspace, workspace.Views.Open(Exchange(workspace, arguments), view));
    }

    private static JsonObject Push(SlackWorkspace workspace, Arguments arguments)
    {
        var view = Given(arguments, "modal");
        return Answer(workspace, workspace.Views.Push(Exchange(workspace, arguments), view));
    }

    private static JsonObject Update(SlackWorkspace workspace, Arguments arguments)
    {
        var view = Given(arguments, "modal");
        var current = arguments.Text("external_id") is { } externalId
            ? workspace.Views.FindExternal(externalId)
            : workspace.Views.Find(arguments.Required("view_id"));
        return current is null or { Kind: "home" }
            ? throw new SlackApiException("not_found")
            : Answer(workspace, workspace.Views.Update(current, Hash(arguments), view));
    }

    private static JsonObject Publish(SlackWorkspace workspace, Arguments arguments)
    {
        if (!workspace.Settings.HomeTab)
        {
            throw new SlackApiException("not_enabled");
        }

        var view = Given(arguments, "home");
        var personId = arguments.Required("user_id");
        return workspace.Roster.People.ContainsKey(personId)
            ? Answer(workspace, workspace.Views.Publish(personId, Hash(arguments), view))
            : throw new SlackApiException("invalid_arguments") { Messages = ["[ERROR] invalid `user_id`"] };
    }

    private static string Exchange(SlackWorkspace workspace, Arguments arguments) =>
        workspace.Triggers.Exchange(arguments.Text("trigger_id") ?? arguments.Text("interactivity_pointer"));

    // An empty hash is a hash, and matches none.
    private static string? Hash(Arguments arguments) => arguments.Part("hash") is { ValueKind: JsonValueKind.String } hash ? hash.GetString() : null;

    private static JsonElement Given(Arguments arguments, string type)
    {
        var view = arguments.Structure("view", "invalid_arguments")
            ?? throw new SlackApiException("invalid_arguments") { Messages = ["[ERROR] missing required field: view"] };
        ViewValidator.Require(view, type);
        return view;
    }

    private static JsonObject Answer(SlackWorkspace workspace, SlackView view) => new() { ["view"] = new Payloads(workspace).View(view) };
}
