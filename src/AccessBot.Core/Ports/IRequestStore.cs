using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>The rows. State, audit entries and notices of a request are saved together or not at all.</summary>
public interface IRequestStore
{
    /// <summary>One request, to look at; null if there is none with this id.</summary>
    Task<Request?> FindAsync(RequestId id, CancellationToken cancel);

    /// <summary>Saves a new request.</summary>
    /// <returns>The one that is stored: an earlier one, if the same submission made one before.</returns>
    Task<Request> AddAsync(Request request, CancellationToken cancel);

    /// <summary>
    /// Reads a request, lets it be changed, and saves it if nobody else changed it meanwhile; if somebody did, all of it is
    /// done again with the row as it is then.
    /// </summary>
    /// <param name="id">An id that exists.</param>
    /// <param name="change">May run several times; what it does beside changing the request must bear that.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="KeyNotFoundException">There is no such request.</exception>
    Task<T> ChangeAsync<T>(RequestId id, Func<Request, Task<T>> change, CancellationToken cancel);

    /// <summary>
    /// As <see cref="ChangeAsync"/>, with the grant that the request asks more time for, which may be changed in the same save; null if it asks
    /// for no more time. Nothing of either is saved if somebody else changed one of them meanwhile.
    /// </summary>
    Task<T> ChangeWithGrantAsync<T>(RequestId id, Func<Request, Request?, Task<T>> change, CancellationToken cancel);

    /// <summary>As <see cref="ChangeAsync"/>, and adds a request that comes of the change in the same save.</summary>
    /// <param name="id">An id that exists.</param>
    /// <param name="change">What is added, if anything is. May run several times.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>What was added, or an earlier one that the same submission made: then nothing is changed.</returns>
    Task<(Request? Added, T Result)> ChangeAndAddAsync<T>(RequestId id, Func<Request, (Request? Added, T Result)> change, CancellationToken cancel);

    /// <summary>Every request for more time of this grant, closed ones too.</summary>
    Task<IReadOnlyList<Request>> ExtensionsAsync(RequestId granted, CancellationToken cancel);

    /// <summary>Every request that isn't closed, for this membership.</summary>
    Task<IReadOnlyList<Request>> OpenAsync(Membership membership, CancellationToken cancel);

    /// <summary>Every request for this membership that isn't closed, or that was made at this time or later.</summary>
    Task<IReadOnlyList<Request>> AskedAsync(Membership membership, DateTimeOffset since, CancellationToken cancel);

    /// <summary>Every request of this person in this flow for an approval only that isn't closed, or that was made at this time or later.</summary>
    Task<IReadOnlyList<Request>> AskedAsync(SlackUserId requester, string flow, DateTimeOffset since, CancellationToken cancel);

    /// <summary>When this person was granted this target, newest first.</summary>
    /// <param name="requester">The person.</param>
    /// <param name="target">The target's key.</param>
    /// <param name="since">What was granted before is left out.</param>
    /// <param name="but">A request that is left out; null if none is.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<DateTimeOffset>> GrantsAsync(
        SlackUserId requester, string target, DateTimeOffset since, RequestId? but, int most, CancellationToken cancel);

    /// <summary>How many requests of a flow a rule has approved at once since then.</summary>
    /// <param name="flow">The flow's key.</param>
    /// <param name="rule">The rule's name.</param>
    /// <param name="requester">Only this person's; null for everybody's.</param>
    /// <param name="since">What was approved before is left out.</param>
    /// <param name="but">A request that is left out; null if none is.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<int> UsesAsync(string flow, string rule, SlackUserId? requester, DateTimeOffset since, RequestId? but, CancellationToken cancel);

    /// <summary>Every request of a selection that isn't closed, the oldest first. A row that can't be read is among them, as that.</summary>
    Task<IReadOnlyList<OpenRequest>> OpenAsync(RequestSelection selection, CancellationToken cancel);

    /// <summary>What the requests that aren't closed are for, each once; of those for an approval only, the flow.</summary>
    Task<IReadOnlyList<OpenKind>> OpenKindsAsync(CancellationToken cancel);

    /// <summary>Every request that isn't closed, for a role and these users. What a request shows in Slack, and who decided, is not read along.</summary>
    Task<IReadOnlyList<Request>> OpenAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel);

    /// <summary>
    /// As <see cref="ChangeAsync"/>, for many in one save. One that somebody else changed, or that can't be read, is done again
    /// alone, and holds up no other. Neither decisions nor notices are read along, and none may be changed.
    /// </summary>
    /// <returns>What <paramref name="change"/> gave for each; one that failed alone too, or does not exist, is left out and logged.</returns>
    Task<IReadOnlyDictionary<RequestId, T>> ChangeManyAsync<T>(IReadOnlyCollection<RequestId> ids, Func<Request, T> change, CancellationToken cancel);

    /// <summary>The access that is to be taken away by this time, most overdue first.</summary>
    /// <param name="now">What is due at this time, or was earlier.</param>
    /// <param name="most">How much at most.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<DueRevocation>> DueRevocationsAsync(DateTimeOffset now, int most, CancellationToken cancel);

    /// <summary>Every emergency that nobody has reviewed, the oldest first. What it shows in Slack, and who decided, is not read along.</summary>
    Task<IReadOnlyList<Request>> UnreviewedAsync(CancellationToken cancel);

    /// <summary>Every role that a request which isn't closed is about; an approval only is about none.</summary>
    Task<IReadOnlyList<(long Role, Privilege Privilege)>> OpenRolesAsync(CancellationToken cancel);

    /// <summary>Every request for a role that isn't closed. What a request shows in Slack, and who decided, is not read along.</summary>
    Task<IReadOnlyList<Request>> OpenInRoleAsync(long role, Privilege privilege, CancellationToken cancel);

    /// <summary>The last closed request of each of these users that gave them the role, by user; only of those who have one. As <see cref="OpenInRoleAsync"/>.</summary>
    Task<IReadOnlyDictionary<long, Request>> LastEndedAsync(long role, Privilege privilege, IReadOnlyCollection<long> users, CancellationToken cancel);

    /// <summary>What happened to a request after its first so many audit entries, in order.</summary>
    Task<IReadOnlyList<AuditEntry>> EntriesAsync(RequestId request, int after, CancellationToken cancel);

    /// <summary>The newest entries of an audit stream, newest first.</summary>
    Task<IReadOnlyList<AuditEntry>> NewestEntriesAsync(string stream, int most, CancellationToken cancel);

    /// <summary>What else is to be done by this time, longest due first of each kind: grants, lapses, steps, reminders of ends, what rules in C# are to be told, messages.</summary>
    /// <param name="now">What is due at this time, or was earlier.</param>
    /// <param name="impatient">Also what another nudge is on its way for: at start, when it may have been lost.</param>
    /// <param name="most">How many at most of each kind.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<DueErrand>> DueAsync(DateTimeOffset now, bool impatient, int most, CancellationToken cancel);

    /// <summary>Requests whose messages in Slack, or the threads beneath these, are behind and may be delivered by this time, longest behind first.</summary>
    Task<IReadOnlyList<RequestId>> BehindAsync(DateTimeOffset now, int most, CancellationToken cancel);

    /// <summary>Saves what a notice shows. The request itself is left alone.</summary>
    Task SaveNoticeAsync(RequestId id, Notice notice, CancellationToken cancel);

    /// <summary>Appends an audit entry about somebody that belongs to no request.</summary>
    Task AppendAsync(string stream, AuditAction action, Actor by, DateTimeOffset at,
        IReadOnlyDictionary<string, string?> detail, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, holds this membership, then holds it until disposed.</summary>
    Task<IAsyncDisposable> HoldAsync(Membership membership, CancellationToken cancel);

    /// <summary>Holds those of these memberships that nobody else holds at this moment, without waiting for the others, until disposed.</summary>
    Task<HeldMemberships> TryHoldAsync(IReadOnlyCollection<Membership> memberships, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, makes a request for this membership, then holds that until disposed.</summary>
    Task<IAsyncDisposable> HoldAskingAsync(Membership membership, CancellationToken cancel);

    /// <summary>As <see cref="HoldAskingAsync(Membership, CancellationToken)"/>, for this person's asking for an approval only in this flow.</summary>
    Task<IAsyncDisposable> HoldAskingAsync(SlackUserId requester, string flow, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, has this rule approve something, then holds that until disposed.</summary>
    Task<IAsyncDisposable> HoldUseAsync(string flow, string rule, CancellationToken cancel);

    /// <summary>Waits until nobody else, on whatever node, speaks for this request in Slack, then holds that until disposed.</summary>
    Task<IAsyncDisposable> HoldAsync(RequestId request, CancellationToken cancel);
}
