using System.Collections.Frozen;
using System.Text.Json;
using AccessBot.Core.Ports;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Gets the addresses at which Slack can be connected to, each good for once. They are secrets.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/apps.connections.open</remarks>
internal sealed class SocketTickets(SlackHttp http, IOptionsMonitor<SlackOptions> options, ICredentialKeeper keeper)
{
    private const string Method = "apps.connections.open";

    private static readonly string[] Credential = [$"{SlackOptions.Section}:{nameof(SlackOptions.AppToken)}"];
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(20);

    // What only an operator can mend. Whatever else is said may pass.
    private static readonly FrozenSet<string> Final = FrozenSet.Create(
        StringComparer.Ordinal,
        "not_authed", "invalid_auth", "account_inactive", "user_removed_from_team", "team_disabled", "token_revoked", "token_expired",
        "not_allowed_token_type", "missing_scope", "no_permission", "access_denied", "forbidden_team");

    // Where one learns that the token is another by now, the next one begins with that.
    private readonly SemaphoreSlim _one = new(1);

    /// <exception cref="SocketModeRefusedException">The token isn't good, also not as it is kept now.</exception>
    /// <exception cref="SlackApiException">Slack says no to something else.</exception>
    /// <exception cref="SlackUnavailableException">Slack says nothing, or that it can't now.</exception>
    public async Task<Uri> TakeAsync(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel);
        try
        {
            return await TakeAloneAsync(cancel);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task<Uri> TakeAloneAsync(CancellationToken cancel)
    {
        var slack = options.CurrentValue;
        try
        {
            return await TakeAsync(slack, cancel);
        }
        catch (SlackApiException e) when (Final.Contains(e.Error))
        {
            await keeper.ReadAgainAsync(Credential, LongestLook, cancel);
            var now = options.CurrentValue;
            if (string.Equals(now.AppToken, slack.AppToken, StringComparison.Ordinal))
                throw Refused(e);

            return await WithTheOtherAsync(now, cancel);
        }
    }

    private async Task<Uri> WithTheOtherAsync(SlackOptions slack, CancellationToken cancel)
    {
        try
        {
            return await TakeAsync(slack, cancel);
        }
        catch (SlackApiException e) when (Final.Contains(e.Error))
        {
            throw Refused(e);
        }
    }

    private async Task<Uri> TakeAsync(SlackOptions slack, CancellationToken cancel)
    {
        var address = new Uri($"{slack.ApiBaseUrl.AbsoluteUri.TrimEnd('/')}/{Method}");

        // Whoever asks tries again with pauses of their own.
        var call = new SlackCall(Method, address, () => new FormUrlEncodedContent([])) { Token = slack.AppToken, Repeat = SlackRepeat.Never };
        var answer = await http.SendAsync(call, cancel);
        if (answer.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String
            && Uri.TryCreate(url.GetString(), UriKind.Absolute, out var ticket) && IsGood(ticket, slack.ApiBaseUrl))
        {
            return ticket;
        }

        throw new SlackUnavailableException(Method, "the answer is not as documented", mayHaveHappened: true);
    }

    // Nobody listens in on TLS; on this machine, to a simulator on it, there is nobody.
    private static bool IsGood(Uri ticket, Uri api) => ticket.Scheme == Uri.UriSchemeWss || (ticket is { Scheme: "ws", IsLoopback: true } && api.IsLoopback);

    private static SocketModeRefusedException Refused(SlackApiException e) => new(
        $"Slack:AppToken is refused by Slack ({e.Error}). Make an app-level token (xapp-…) with the scope connections:write under Basic Information at "
        + "https://api.slack.com/apps , set Slack:AppToken to it, and start AccessBot again.",
        e);
}
