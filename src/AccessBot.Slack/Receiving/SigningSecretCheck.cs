using AccessBot.Core.Checking;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Receiving;

/// <summary>Whether what is set as the signing secret looks like one, where deliveries come over HTTP. Whether it is the app's shows at the first of them only.</summary>
/// <remarks>Slack documents no form; those that it gives are of 32 hexadecimal digits.</remarks>
internal sealed class SigningSecretCheck(IOptionsMonitor<SlackOptions> options) : IOnlineCheck
{
    private const int Digits = 32;

    public string Name => "Slack: the form of the signing secret";

    public Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var settings = options.CurrentValue;
        return Task.FromResult<IReadOnlyList<Checked>>(settings.Door != SlackTransport.Http
            ? []
            : [settings.SigningSecret.Length == Digits && settings.SigningSecret.All(char.IsAsciiHexDigit) ? new Checked(Name) : new Checked(Name, new CheckProblem(
                CheckCode.SlackSigningSecret, "Slack:SigningSecret", $"The signing secret is not {Digits} hexadecimal digits, as Slack's are.",
                "Copy the Signing Secret that stands under Basic Information at https://api.slack.com/apps ; it is neither the Client Secret nor the Verification Token."))]);
    }
}
