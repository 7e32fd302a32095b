using AccessBot.Core.Checking;
using AccessBot.Core.Rules;
using AccessBot.Slack.Manifest;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Wire;

/// <summary>Whether Slack takes the bot token, whether it is one of the workspace that is served, and whether it may be used for what the rules need.</summary>
internal sealed class SlackTokenCheck(ISlackApiClient slack, RulesInForce rules, IOptionsMonitor<SlackOptions> options) : IOnlineCheck
{
    public string Name => "Slack";

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        try
        {
            var identity = await slack.AuthTestAsync(cancel);
            var what = $"Slack: the bot {identity.UserId} of {identity.Team ?? identity.TeamId} ({identity.EnterpriseId ?? identity.TeamId})";
            return
            [
                options.CurrentValue.Serves(identity.TeamId, identity.EnterpriseId) ? new Checked(what) : new Checked(what, OfAnother()),
                .. identity.Scopes is { } granted ? Scopes(granted, rules.Current) : [new Checked("Slack: the scopes") { Open = "the answer doesn't name them" }],
            ];
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

    /// <summary>One problem for each scope that is missing; what isn't needed is said and is no problem.</summary>
    private static IEnumerable<Checked> Scopes(IReadOnlySet<string> granted, AccessRules rules)
    {
        foreach (var missing in SlackScopes.OfTheBot.Where(scope => !granted.Contains(scope.Name)))
        {
            yield return missing.IsNeededBy(rules)
                ? new Checked($"Slack: the scope {missing.Name}", Missing(missing))
                : new Checked($"Slack: the scope {missing.Name} is not granted, and would be needed only if {missing.OnlyIf}");
        }

        if (SlackScopes.OfTheBot.All(scope => granted.Contains(scope.Name)))
        {
            yield return new Checked($"Slack: all {SlackScopes.OfTheBot.Count} scopes that AccessBot uses");
        }

        if (granted.Except(SlackScopes.OfTheBot.Select(scope => scope.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList() is { Count: > 0 } more)
        {
            yield return new Checked($"Slack: also granted and never used, so better taken away: {string.Join(", ", more)}");
        }
    }

    private static CheckProblem Missing(SlackScope scope) => new(CheckCode.SlackScope, "Slack:BotToken",
        $"The bot token lacks the scope {scope.Name}. {scope.Why}",
        "Add it under OAuth & Permissions at https://api.slack.com/apps , or paste what accessbot manifest writes under App Manifest, and install the app again; the token stays as it is.");

    private CheckProblem OfAnother() => new(CheckCode.SlackWorkspace, "Slack:WorkspaceId",
        $"The bot token is not of {options.CurrentValue.WorkspaceId ?? options.CurrentValue.EnterpriseId}, which the settings name.",
        "Set Slack:WorkspaceId (or Slack:EnterpriseId) to the id above, or Slack:BotToken to a token of that workspace.");
}
