namespace AccessBot.Core.Rules.Code;

/// <summary>OneLogin, to look things up. Answers are up to a minute old. Every method throws <see cref="RuleServiceException"/> for what OneLogin does.</summary>
public interface IRuleOneLogin
{
    /// <summary>Every role, of a tenant of whatever size.</summary>
    /// <param name="nameContains">Only those whose name has this in it, in whatever case; null for all.</param>
    /// <param name="cancel">Ends the wait.</param>
    Task<IReadOnlyList<RuleRole>> ListRolesAsync(string? nameContains, CancellationToken cancel);

    /// <summary>A user; null if OneLogin has none with this id.</summary>
    Task<RuleOneLoginUser?> GetUserInfoAsync(long user, CancellationToken cancel);

    /// <summary>The ids of everybody with this address, in whatever case: seldom more than one.</summary>
    Task<IReadOnlyList<long>> UsersByEmailAsync(string email, CancellationToken cancel);

    /// <summary>The ids of everybody who is a member of the role.</summary>
    /// <exception cref="RuleServiceException"><c>OneLogin:NOT_FOUND</c>: there is no such role.</exception>
    Task<IReadOnlyList<long>> UsersInRoleAsync(long role, CancellationToken cancel);

    /// <summary>Whether somebody is a member of the role; false if they are not linked to a OneLogin user.</summary>
    /// <exception cref="RuleServiceException"><c>OneLogin:NOT_FOUND</c>: there is no such role.</exception>
    Task<bool> IsUserInRoleAsync(RulePerson person, long role, CancellationToken cancel);
}
