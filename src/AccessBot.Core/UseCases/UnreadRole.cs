using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>A role that could not be compared.</summary>
/// <param name="Role">OneLogin role id.</param>
/// <param name="Privilege">Member or admin of the role.</param>
/// <param name="Why">For operators to read.</param>
/// <param name="IsDisturbed">Whether it only changed while it was read, which the next comparison gets over.</param>
public sealed record UnreadRole(long Role, Privilege Privilege, string Why, bool IsDisturbed = false)
{
    /// <summary>In one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Role}{(Privilege == Privilege.Admin ? ", its admins" : "")}: {Why}");
}
