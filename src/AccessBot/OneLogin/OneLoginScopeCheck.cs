using System.Net;
using AccessBot.Core.Checking;
using AccessBot.Core.Ports;

namespace AccessBot.OneLogin;

/// <summary>Whether the API credential has <em>Manage All</em>, by a list that only that scope may read, so that nothing has to be changed to find out.</summary>
/// <remarks>
/// <para>The list of privileges: "Call this API using the Manage All scope" (developers.onelogin.com/api-docs/1/privileges). It takes a subscription
/// with Delegated Administration, and what accounts without it are answered is not documented: any other answer tells nothing.</para>
/// <para>Nothing in the API says who made a credential, or whether they are Super User. That they were deleted shows at the token.</para>
/// </remarks>
internal sealed class OneLoginScopeCheck(OneLoginApi api) : IOnlineCheck
{
    private const string Scope = "OneLogin: the scope Manage All";
    private const string Purpose = "list its privileges, which only Manage All may do";

    public string Name => Scope;

    public IReadOnlyList<string> MootBy => [CheckCode.OneLoginAway, CheckCode.OneLoginDomain, CheckCode.OneLoginCredential, CheckCode.OneLoginOwner];

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel) => [await LookAtScopeAsync(cancel), Owner];

    private static Checked Owner => new("OneLogin: the credential's owner")
    {
        Open = "OneLogin's API doesn't say who made a credential. See yourself that it was a user who stays, and who is Super User.",
    };

    private async Task<Checked> LookAtScopeAsync(CancellationToken cancel)
    {
        try
        {
            var answer = await api.ReadFirstVersionAsync("privileges", Purpose, cancel);
            return answer switch
            {
                { IsSuccess: true } => new Checked(Scope),
                { Status: HttpStatusCode.Unauthorized } when OneLoginRefusal.IsOfScope(answer) => new Checked(Scope, new CheckProblem(
                    CheckCode.OneLoginScope, "OneLogin:ClientId", $"OneLogin refused to {Purpose}: {answer.Complaint!.TrimEnd('.')}.",
                    "Make a credential with the scope Manage All under Developers > API Credentials, and set OneLogin:ClientId and OneLogin:ClientSecret to it.")),
                _ => Untold($"OneLogin answered {(int)answer.Status} where it lists privileges, as it may to accounts without Delegated Administration"),
            };
        }
        catch (RoleDirectoryException e)
        {
            return Untold(e.Message.TrimEnd('.'));
        }
    }

    private static Checked Untold(string why) => new(Scope)
    {
        Open = $"{why}. See yourself that it stands with the credential under Developers > API Credentials.",
    };
}
