using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules;

/// <summary>One OneLogin role that can be asked for.</summary>
/// <param name="Key">Its name in the rules file.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="OneLoginRole">The numeric role id; the only roles that AccessBot ever writes.</param>
/// <param name="Privilege">Member or admin of the role.</param>
/// <param name="EndSessions">Whether the person is logged out of OneLogin when the access ends.</param>
public sealed record Target(string Key, string Label, long OneLoginRole, Privilege Privilege, bool EndSessions = false);
