using AccessBot.Core.People;

namespace AccessBot.Slack.Wire;

/// <summary>Slack's Web API, as far as AccessBot needs it. Each method is named after Slack's own.</summary>
/// <remarks>
/// Throws <see cref="SlackApiException"/> when Slack says no and <see cref="SlackUnavailableException"/> when it doesn't say, and nothing
/// else for what Slack does. https://docs.slack.dev/reference/methods
/// </remarks>
internal interface ISlackApiClient
{
    /// <summary>Opens a modal. A trigger lives for 3 seconds and works once, so this is never tried twice.</summary>
    Task<OpenView> ViewsOpenAsync(string triggerId, ModalView view, CancellationToken cancel);

    /// <summary>Changes an open modal. With a hash, only if nobody else has since (<c>hash_conflict</c>).</summary>
    Task<OpenView> ViewsUpdateAsync(string viewId, ModalView view, string? hash, CancellationToken cancel);

    /// <summary>Sets somebody's App Home.</summary>
    Task<OpenView> ViewsPublishAsync(SlackUserId user, HomeView view, CancellationToken cancel);

    /// <summary>Posts to a channel, or to a person by their user id.</summary>
    /// <param name="channel">A channel's id or a user's.</param>
    /// <param name="message">What to say.</param>
    /// <param name="threadTs">The message to answer in a thread; null for none.</param>
    /// <param name="cancel">Stops waiting; the message may have been posted.</param>
    /// <param name="broadcast">Whether an answer in a thread stands in the channel, too.</param>
    /// <param name="name">
    /// Names the message, of which a row remembers that it is to be posted: it isn't waited for until its turn comes, but put off
    /// (<see cref="SlackUnavailableException.IsPutOff"/>). Null if nothing would post it later.
    /// </param>
    Task<MessagePlace> ChatPostMessageAsync(
        string channel, Message message, string? threadTs, CancellationToken cancel, bool broadcast = false, string? name = null);

    /// <summary>Replaces a message of ours.</summary>
    Task<MessagePlace> ChatUpdateAsync(MessagePlace place, Message message, CancellationToken cancel);

    /// <summary>Says something that only this member of the channel sees, until they reload.</summary>
    Task ChatPostEphemeralAsync(string channel, SlackUserId user, Message message, CancellationToken cancel);

    /// <summary>The id (D…) of the direct message with somebody.</summary>
    Task<string> ConversationsOpenAsync(SlackUserId user, CancellationToken cancel);

    /// <summary>The id of the conversation with these people, up to seven: a direct message with one, a group message with several.</summary>
    /// <remarks>For several it takes the scope <c>mpim:write</c>. https://docs.slack.dev/reference/methods/conversations.open</remarks>
    Task<string> ConversationsOpenAsync(IReadOnlyCollection<SlackUserId> users, CancellationToken cancel);

    /// <summary>A channel.</summary>
    Task<SlackConversation> ConversationsInfoAsync(string channel, CancellationToken cancel);

    /// <summary>Everybody in a channel, people of other organisations included.</summary>
    Task<IReadOnlySet<SlackUserId>> ConversationsMembersAsync(string channel, CancellationToken cancel);

    /// <summary>A user.</summary>
    Task<SlackUser> UsersInfoAsync(SlackUserId user, CancellationToken cancel);

    /// <summary>The active user with this address (<c>users_not_found</c> if none).</summary>
    Task<SlackUser> UsersLookupByEmailAsync(string email, CancellationToken cancel);

    /// <summary>Everybody in a user group. Slack allows about 20 of these a minute.</summary>
    Task<IReadOnlySet<SlackUserId>> UserGroupsUsersListAsync(string group, CancellationToken cancel);

    /// <summary>The workspaces that an app may act in which is installed for a whole organisation.</summary>
    /// <remarks>https://docs.slack.dev/reference/methods/auth.teams.list</remarks>
    Task<IReadOnlyList<string>> AuthTeamsListAsync(CancellationToken cancel);

    /// <summary>Who the token belongs to.</summary>
    Task<SlackIdentity> AuthTestAsync(CancellationToken cancel);

    /// <summary>Answers a command or a click by the URL that came with it.</summary>
    /// <exception cref="ArgumentException">It is not an address of Slack's.</exception>
    Task RespondAsync(Uri responseUrl, ResponseMessage message, CancellationToken cancel);
}
