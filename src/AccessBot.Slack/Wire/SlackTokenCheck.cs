using AccessBot.Core.Checking;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Wire;

/// <summary>Whether Slack takes the bot token, and whether it is one of the workspace that is served.</summary>
internal sealed class SlackTokenCheck(ISlackApiClient slack, IOptionsMonitor<SlackOptions> options) : IOnlineCheck
{
    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        try
        {
            var identity = await slack.AuthTestAsync(cancel);
            var what = $"Slack: the bot {identity.UserId} of {identity.Team ?? identity.TeamId} ({identity.EnterpriseId ?? identity.TeamId})";
            return [options.CurrentValue.Serves(identity.TeamId, identity.EnterpriseId) ? new Checked(what) : new Checked(what, OfAnother())];
        }
        catch (SlackApiException e)
        {
            return [new Checked("Slack", new CheckProblem(CheckCode.SlackToken, "Slack:BotToken", e.Message,
                "Set Slack:BotToken to the Bot User OAuth Token that stands under OAuth & Permissions at https://api.slack.com/apps ; reinstall the app if it was revoked."))];
        }
        catch (SlackUnavailableException e)
        {
            return [new Checked("Slack", new CheckProblem(CheckCode.SlackAway, "Slack:ApiBaseUrl", e.Message, "See that Slack can be reached from here, then check again."))];
        }
    }

    private CheckProblem OfAnother() => new(CheckCode.SlackWorkspace, "Slack:WorkspaceId",
        $"The bot token is not of {options.CurrentValue.WorkspaceId ?? options.CurrentValue.EnterpriseId}, which the settings name.",
        "Set Slack:WorkspaceId (or Slack:EnterpriseId) to the id above, or Slack:BotToken to a token of that workspace.");
}
