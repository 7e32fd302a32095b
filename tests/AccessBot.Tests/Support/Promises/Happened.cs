using System.Collections.Immutable;
using AccessBot.Core.Requests;

namespace AccessBot.Tests.Support.Promises;

/// <summary>What a plan did behind AccessBot's back and when, for the oracle: nothing here is asked of AccessBot.</summary>
internal sealed class Happened
{
    private readonly List<Moment> moments = [new(DateTimeOffset.MinValue, ["U0ANA", "U0BEN"], [], SecondDoor: true, Calm: true)];

    /// <summary>Memberships that were ended in OneLogin by somebody else, and when.</summary>
    public HashSet<(Membership What, DateTimeOffset At)> EndedByOthers { get; } = [];

    /// <summary>Times at which the service was at work and nothing failed.</summary>
    public List<(DateTimeOffset From, DateTimeOffset To)> Calm { get; } = [];

    /// <summary>Exceptions that nobody should ever see.</summary>
    public List<string> Surprises { get; } = [];

    public Moment Last => moments[^1];

    public void From(DateTimeOffset at, Func<Moment, Moment> change) => moments.Add(change(Last) with { At = at });

    /// <summary>Every state of things that was so at some time between these two.</summary>
    public IEnumerable<Moment> Between(DateTimeOffset from, DateTimeOffset to) =>
        moments.Where((moment, i) => moment.At <= to && (i + 1 == moments.Count || moments[i + 1].At >= from));

    /// <summary>How things are from a time on.</summary>
    /// <param name="At">From when.</param>
    /// <param name="Group">Who is in the approvers' Slack group.</param>
    /// <param name="Inactive">OneLogin users who are suspended or gone.</param>
    /// <param name="SecondDoor">Whether the rules have that flow.</param>
    /// <param name="Calm">Whether nothing fails.</param>
    internal sealed record Moment(DateTimeOffset At, ImmutableHashSet<string> Group, ImmutableHashSet<long> Inactive, bool SecondDoor, bool Calm);
}
