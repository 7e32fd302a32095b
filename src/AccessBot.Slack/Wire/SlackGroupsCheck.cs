using AccessBot.Core.Checking;
using AccessBot.Core.Rules;

namespace AccessBot.Slack.Wire;

/// <summary>Whether Slack has each user group that the rules name, and somebody is in it.</summary>
internal sealed class SlackGroupsCheck(ISlackApiClient slack, RulesInForce rules) : IOnlineCheck
{
    public string Name => "Slack: the user groups";

    public bool NeedsRules => true;

    public IReadOnlyList<string> MootBy => [CheckCode.SlackAway, CheckCode.SlackToken];

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var looked = new List<Checked>();
        foreach (var group in rules.Current.Principals.OfType<Principal.SlackGroup>().Select(group => group.Id).Order(StringComparer.Ordinal))
        {
            looked.Add(await LookAsync(group, cancel));
        }

        return looked;
    }

    private async Task<Checked> LookAsync(string group, CancellationToken cancel)
    {
        var what = $"Slack: the user group {group}";
        try
        {
            var members = await slack.UserGroupsUsersListAsync(group, cancel);
            return members.Count > 0
                ? new($"{what}, {members.Count} in it")
                : new(what, Wrong($"Nobody is in the user group {group}.", "Put people into it in Slack (People > User groups), or name another one."));
        }
        catch (SlackApiException e) when (e.Error is "no_such_subteam" or "subteam_not_found")
        {
            return new(what, Wrong($"Slack has no user group {group}, or it is disabled.", "Correct the id: it begins with S and stands in the address of the group in Slack (People > User groups)."));
        }
        catch (SlackApiException e) when (e.Error is "plan_upgrade_required")
        {
            return new(what, Wrong("The workspace's plan has no user groups.", "Name a slackChannel or people in place of it."));
        }
        catch (Exception e) when (e is SlackApiException or SlackUnavailableException)
        {
            return new(what) { Open = e.Message };
        }

        CheckProblem Wrong(string message, string remedy) => new(CheckCode.SlackGroup, $"slackGroup {group}", message, remedy);
    }
}
