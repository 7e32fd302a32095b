using AccessBot.Core.Ports;

namespace AccessBot.Core.Rules;

/// <summary>Who somebody is at this moment, as far as one flow's rules can ask.</summary>
/// <param name="User">The person in Slack.</param>
/// <param name="In">
/// Which of <see cref="AccessRules.PrincipalsOf"/> name this person. <see cref="Principal.Manager"/> is relative to the
/// request in question. <see cref="Principal.Everyone"/> and <see cref="Principal.Admins"/> are left to the rules.
/// </param>
public sealed record Standing(WorkspaceUser User, IReadOnlySet<Principal> In);
