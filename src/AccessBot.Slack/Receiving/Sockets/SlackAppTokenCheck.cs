using AccessBot.Core.Checking;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Receiving.Sockets;

/// <summary>Whether Slack takes the app token, where Socket Mode needs it. The address that it gives isn't connected to.</summary>
internal sealed class SlackAppTokenCheck(SocketTickets tickets, IOptionsMonitor<SlackOptions> options) : IOnlineCheck
{
    private const string What = "Slack: Socket Mode";

    public string Name => What;

    public IReadOnlyList<string> MootBy => IsNeeded ? [CheckCode.SlackAway] : [];

    private bool IsNeeded => options.CurrentValue.Door == SlackTransport.SocketMode;

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        if (!IsNeeded)
            return [];

        try
        {
            await tickets.TakeAsync(cancel);
            return [new Checked(What)];
        }
        catch (SocketModeRefusedException e)
        {
            var end = e.Message.IndexOf(". ", StringComparison.Ordinal) + 1;
            return [new Checked(What, new CheckProblem(CheckCode.SlackAppToken, "Slack:AppToken", e.Message[..end], e.Message[(end + 1)..]))];
        }
        catch (Exception e) when (e is SlackApiException or SlackUnavailableException)
        {
            return [new Checked(What, new CheckProblem(CheckCode.SlackAway, "Slack:ApiBaseUrl", e.Message, "See that Slack can be reached from here, then check again."))];
        }
    }
}
