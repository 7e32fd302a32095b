using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules.Code;

/// <summary>What is asked for, from the form on: a request, once one is made of it.</summary>
public sealed record RuleRequest
{
    /// <summary>Its id; null while there is none, before the form is sent and taken.</summary>
    public string? Id { get; init; }

    /// <summary>Who asks.</summary>
    public required RulePerson Requester { get; init; }

    /// <summary>The target's key in <c>access.yaml</c>; empty if none is picked yet, or the flow has none.</summary>
    public required string Target { get; init; }

    /// <summary>The target's OneLogin role id; null if there is none.</summary>
    public long? Role { get; init; }

    /// <summary>As what in the role; null if that isn't picked yet, or there is no role.</summary>
    public Privilege? Privilege { get; init; }

    /// <summary>For how long; null if that isn't picked yet, or it ends by hand only. Of one with <see cref="Until"/>, how far away that is.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>
    /// The id of the grant that more time is asked for; null if a grant is asked for. <see cref="Duration"/> is then the whole of it, from the
    /// grant to the end that is asked for.
    /// </summary>
    public string? Extends { get; init; }

    /// <summary>The end that was asked for instead of a duration; null if none was.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why, as written; text from outside. Empty while it isn't known: what is typed shows only when the form is sent.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The flow's fields by name, as they are kept (README, "Fields of a form"), without those that hold nothing; text from outside.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where it is in its life; null while there is no request.</summary>
    public RequestState? State { get; init; }

    /// <summary>When it was made; null while there is no request.</summary>
    public DateTimeOffset? RequestedAt { get; init; }

    /// <summary>When the access ends; null while that isn't known, or it ends by hand only.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The Slack ids of those whose approvals were counted, in their order.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];
}
