using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules;

/// <summary>One OneLogin role that can be asked for.</summary>
/// <param name="Key">Its name in the rules file.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="OneLoginRole">The numeric role id; the only roles that AccessBot ever writes.</param>
/// <param name="Privilege">Member or admin of the role; null if the requester chooses.</param>
/// <param name="EndSessions">Whether the person is logged out of OneLogin when the access ends.</param>
public sealed record Target(string Key, string Label, long OneLoginRole, Privilege? Privilege, bool EndSessions = false)
{
    /// <summary>A few words for the menu; null if there are none.</summary>
    public string? Description { get; init; }

    /// <summary>The heading that it stands under in the menu; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>Those of the flow's requesters who may ask for it: any of these; null for all of them. Others aren't shown it.</summary>
    public IReadOnlyList<Principal>? Requesters { get; init; }

    /// <summary>The key of a target that gives all that this one does, and more; null if none is said to.</summary>
    public string? Within { get; init; }

    /// <summary>The privileges that it can be asked for with.</summary>
    public IReadOnlyList<Privilege> Privileges => Privilege is { } only ? [only] : [Requests.Privilege.Member, Requests.Privilege.Admin];
}
