namespace AccessBot.Core.Rules.Code;

/// <summary>Slack, to look things up and to tell people something. Every method that asks Slack throws <see cref="RuleServiceException"/> for what Slack does.</summary>
public interface IRuleSlack
{
    /// <summary>Somebody by their id or address; null if the workspace has nobody with it.</summary>
    Task<RulePerson?> GetUserAsync(string idOrEmail, CancellationToken cancel);

    /// <summary>The ids of everybody in a channel that the bot is in, those of other workspaces included.</summary>
    Task<IReadOnlySet<string>> UsersInChannelAsync(string channel, CancellationToken cancel);

    /// <summary>The ids of everybody in a user group (<c>S…</c>).</summary>
    Task<IReadOnlySet<string>> UsersInGroupAsync(string group, CancellationToken cancel);

    /// <summary>Posts to a channel (<c>C…</c>, <c>G…</c>) or to a person (<c>U…</c>, <c>W…</c>). Not from what comes before a step: it is asked several times.</summary>
    /// <param name="place">The channel's or the person's id.</param>
    /// <param name="text">In Slack's mrkdwn; put text from outside through <see cref="Escape"/>.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task SendMessageAsync(string place, string text, CancellationToken cancel);

    /// <summary>Answers in the thread of the request's message to its approvers; nothing, while there is none.</summary>
    /// <inheritdoc cref="SendMessageAsync"/>
    Task ReplyInThreadAsync(string text, CancellationToken cancel);

    /// <summary>A person's name as a link, in mrkdwn.</summary>
    string Mention(RulePerson person);

    /// <summary>Text as mrkdwn that shows as it is: nothing in it is a mention, a link or formatting.</summary>
    string Escape(string text);
}
