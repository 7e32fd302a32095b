using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;

namespace AccessBot.Slack.Home;

/// <summary>What somebody's App Home has to show.</summary>
/// <param name="Rules">The rules in force.</param>
/// <param name="Own">What they have.</param>
internal sealed record HomeContents(AccessRules Rules, OwnRequests Own)
{
    /// <summary>What waits for their decision; null if that can't be told at the moment.</summary>
    public WaitingRequests? Waiting { get; init; }

    /// <summary>What they may ask for; null if that can't be told at the moment.</summary>
    public IReadOnlyList<Flow>? Offers { get; init; }

    /// <summary>Why they could get nothing that they ask for, whatever it is; null if that is not so.</summary>
    public Refusal? Obstacle { get; init; }

    /// <summary>What only admins see; null for others.</summary>
    public Oversight? Oversight { get; init; }

    /// <summary>Whether everything could be told.</summary>
    public bool IsWhole => Waiting is not null && Offers is not null;
}
