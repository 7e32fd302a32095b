using System.Collections.Immutable;
using AccessBot.Core.Ports;

namespace AccessBot.Core.Rules;

/// <summary>Who somebody is at this moment, as far as one flow's rules can ask.</summary>
/// <param name="User">The person in Slack.</param>
/// <param name="In">
/// Which of <see cref="AccessRules.PrincipalsOf"/> name this person. <see cref="Principal.Manager"/> is relative to the
/// request in question. <see cref="Principal.Everyone"/> and <see cref="Principal.Admins"/> are left to the rules.
/// </param>
public sealed record Standing(WorkspaceUser User, IReadOnlySet<Principal> In)
{
    /// <summary>
    /// Of which it can't be told whether they name this person. Whoever would need to know is not let in: neither is somebody one
    /// of these, nor is it sure that they aren't.
    /// </summary>
    public IReadOnlySet<Principal> Unknown { get; init; } = ImmutableHashSet<Principal>.Empty;

    /// <summary>Whether a rule in C# failed that was asked about this person.</summary>
    public bool LacksRule => Unknown.Any(principal => principal is Principal.Rule);

    /// <summary>Whether it could not be told who is on call, where that was asked.</summary>
    public bool LacksOnCall => Unknown.Any(principal => principal is Principal.OnCall);
}
