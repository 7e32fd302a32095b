using AccessBot.Core.Rules.Reading;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>
/// Every command, and what somebody's words mean. The help, the manifest's hint and the table in the manual come from here. Pure.
/// </summary>
internal static class CommandWords
{
    public static IReadOnlyList<CommandWord> All { get; } =
    [
        new("", "", "The form.", ForAdmins: false, _ => new TypedCommand.Form()),
        new("", "ACCESS [ROLE] [TIME] [REASON]", "The form, filled in: access and role by name, the time as 30m or 4h, and the rest is the reason.", ForAdmins: false, text => new TypedCommand.Ask(text)),
        new("mine", "", "What you hold and what you have asked for, with the time left.", ForAdmins: false, _ => new TypedCommand.Mine()),
        new("requests", "", "What waits for your decision.", ForAdmins: false, _ => new TypedCommand.Waiting()),
        new("status", "ID", "How a request stands.", ForAdmins: false, text => Rest(text) is { Length: > 0 } id ? new TypedCommand.Status(id) : null),
        new("cancel", "ID", "Withdraws a request of yours that nobody has decided.", ForAdmins: false, text => Rest(text) is { Length: > 0 } id ? new TypedCommand.Cancel(id) : null),
        new("help", "", "This list.", ForAdmins: false, _ => new TypedCommand.Help()),
        new("who", "ROLE", "Who holds a role through AccessBot, and until when.", ForAdmins: true, text => Rest(text) is { Length: > 0 } target ? new TypedCommand.Who(target) : null),
        new("revoke", "person|role|flow NAME", "Ends at once all access that matches, and denies what still waits.", ForAdmins: true, Stop),
        new("revoke", "all", "Ends all access at once.", ForAdmins: true, Stop),
        new("link", "@PERSON ONELOGIN [replace]", "Says who somebody is in OneLogin, by id or address.", ForAdmins: true, Link),
        new("unlink", "@PERSON", "Undoes that.", ForAdmins: true, Link),
    ];

    /// <summary>What Slack shows while somebody types the slash command.</summary>
    public static string Hint { get; } =
        $"[access, role, time, reason] or {string.Join(", ", Words(forAdmins: false))} (admins: {string.Join(", ", Words(forAdmins: true))})";

    /// <summary>Reads what was typed. A word in quotes is a name and no command, so that nothing that can be asked for is out of reach.</summary>
    public static TypedCommand Read(string text)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return new TypedCommand.Form();
        }

        var first = SlashText.Words(text).FirstOrDefault() ?? text;
        return All.FirstOrDefault(command => string.Equals(command.Word, first, StringComparison.OrdinalIgnoreCase)) is not { } word
            ? new TypedCommand.Ask(text)
            : word.Read(text) ?? new TypedCommand.Misused(word);
    }

    /// <summary>The command that the first word is nearly; null if it is nearly none.</summary>
    public static string? Nearest(string text) =>
        SlashText.Words(text) is [var first, ..] ? NearestName.Of(first, All.Select(command => command.Word).Where(word => word.Length > 0)) : null;

    private static IEnumerable<string> Words(bool forAdmins) =>
        All.Where(command => command.ForAdmins == forAdmins && command.Word.Length > 0).Select(command => command.Word).Distinct(StringComparer.Ordinal);

    private static TypedCommand.Stop? Stop(string text) => StopText.Read(text) is { } wish ? new TypedCommand.Stop(wish) : null;

    private static TypedCommand.Link? Link(string text) => LinkText.Read(text) is { } wish ? new TypedCommand.Link(wish) : null;

    private static string Rest(string text) =>
        text.Split((char[]?)null, 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [_, var rest] ? SlashText.Plain(rest) : "";
}
