using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using Microsoft.Extensions.Options;

namespace AccessBot.OneLogin;

/// <summary>Whether OneLogin is where the settings have it, and gives a token for the API credential.</summary>
internal sealed class OneLoginCredentialCheck(AccessTokens tokens, IOptionsMonitor<OneLoginOptions> options) : IOnlineCheck
{
    private const string Domain = "OneLogin:Domain";
    private const string Reach = "See that OneLogin:Domain is right and that OneLogin can be reached from here, then check again.";

    public string Name => "OneLogin";

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var place = $"OneLogin: {options.CurrentValue.Root}";
        var token = $"OneLogin: the token for the client id {options.CurrentValue.ClientId}";
        try
        {
            await tokens.GetAsync(cancel);
            return [new Checked(place), new Checked(token)];
        }
        catch (RoleDirectoryException e)
        {
            var untold = new Checked(token) { Open = "not to be had without an answer" };
            return Problem(e) switch
            {
                { Code: CheckCode.OneLoginAway or CheckCode.OneLoginDomain } wrong => [new Checked(place, wrong), untold],
                var wrong => [new Checked(place), new Checked(token, wrong)],
            };
        }
    }

    private static CheckProblem Problem(RoleDirectoryException e)
    {
        var end = e.Message.IndexOf(". ", StringComparison.Ordinal) + 1;
        var (message, remedy) = end > 0 ? (e.Message[..end], e.Message[(end + 1)..]) : ($"{e.Message.TrimEnd('.')}.", "");
        return e switch
        {
            { Code: CheckCode.OneLoginDomain } => new(CheckCode.OneLoginDomain, Domain, message, remedy.Length > 0 ? remedy : "Set OneLogin:Domain to the host that you administer OneLogin at, for example acme.onelogin.com."),
            { Code: CheckCode.OneLoginOwner } => new(CheckCode.OneLoginOwner, "OneLogin:ClientId", message, remedy),
            { Fault: RoleDirectoryFault.Misconfigured } => new(CheckCode.OneLoginCredential, "OneLogin:ClientId", message, remedy),
            _ => new(CheckCode.OneLoginAway, Domain, $"{e.Message.TrimEnd('.')}.", Reach),
        };
    }
}
