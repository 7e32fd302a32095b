using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>All that is known of a run when it is over.</summary>
internal sealed record Evidence
{
    /// <summary>When the run was over.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>What was done to AccessBot.</summary>
    public PlanKind Kind { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Began { get; init; }

    /// <summary>What AccessBot wrote down.</summary>
    public required IReadOnlyList<RequestRow> Requests { get; init; }

    public required IReadOnlyList<TrailEntry> Trail { get; init; }

    public IReadOnlyList<NoticeRow> Notices { get; init; } = [];

    /// <summary>Who really held what.</summary>
    public required IReadOnlyList<MembershipSpan> Spans { get; init; }

    /// <summary>What OneLogin was told.</summary>
    public required IReadOnlyList<OneLoginCall> Calls { get; init; }

    /// <summary>What Slack was told.</summary>
    public IReadOnlyList<SlackCall> SlackCalls { get; init; } = [];

    /// <summary>What stands in Slack.</summary>
    public IReadOnlyList<SlackMessage> Messages { get; init; } = [];

    /// <summary>What the run itself did.</summary>
    public required Chronicle Chronicle { get; init; }
}
