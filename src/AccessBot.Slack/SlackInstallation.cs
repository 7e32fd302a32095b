using AccessBot.Slack.Wire;

namespace AccessBot.Slack;

/// <summary>Asks Slack where the app is installed, for whoever doesn't know it yet. Everything else has that from the settings.</summary>
public sealed class SlackInstallation
{
    private readonly ISlackApiClient _slack;

    internal SlackInstallation(ISlackApiClient slack) => _slack = slack;

    /// <summary>Null if Slack doesn't say; the checks say why.</summary>
    public async Task<InstalledApp?> FindAsync(CancellationToken cancel)
    {
        try
        {
            var identity = await _slack.AuthTestAsync(cancel);

            // Of an app that is installed for all of it, the team is the organisation.
            var workspace = identity.TeamId.StartsWith('T') ? identity.TeamId : null;
            return new InstalledApp(workspace, identity.EnterpriseId, identity.Team ?? identity.TeamId);
        }
        catch (Exception e) when (e is SlackApiException or SlackUnavailableException)
        {
            return null;
        }
    }
}
