using AccessBot.Core.Checking;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Wire;

/// <summary>Whether the bot can post in each channel that settings and rules have it post in, and sees who is in those that the rules name people by.</summary>
internal sealed class SlackChannelsCheck(ISlackApiClient slack, RulesInForce rules, IOptionsMonitor<SlackOptions> options) : IOnlineCheck
{
    public string Name => "Slack: the channels";

    public IReadOnlyList<string> MootBy => [CheckCode.SlackAway, CheckCode.SlackToken];

    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var looked = new List<Checked>();
        foreach (var named in Named().GroupBy(named => named.Channel, StringComparer.Ordinal))
        {
            looked.Add(await LookAsync(named.Key, string.Join(", ", named.Select(n => n.Place).Distinct(StringComparer.Ordinal)), named.Any(n => n.IsPostedIn), cancel));
        }

        return looked;
    }

    private IEnumerable<(string Channel, string Place, bool IsPostedIn)> Named()
    {
        if (options.CurrentValue.AlertsChannel is { Length: > 0 } alerts)
            yield return (alerts, "Slack:AlertsChannel", true);

        foreach (var flow in rules.Current.Flows)
        {
            foreach (var channel in flow.Notify.Select(step => step.Place).OfType<NotifyPlace.Channel>())
                yield return (channel.Id, $"flows.{flow.Key}.notify", true);
        }

        foreach (var channel in rules.Current.Principals.OfType<Principal.SlackChannel>())
            yield return (channel.Id, "slackChannel", false);
    }

    private async Task<Checked> LookAsync(string id, string place, bool isPostedIn, CancellationToken cancel)
    {
        try
        {
            var channel = await slack.ConversationsInfoAsync(id, cancel);
            var what = $"Slack: #{channel.Name ?? id} ({id})";
            return (isPostedIn, channel) switch
            {
                (_, { IsArchived: true }) => new(what, Wrong(place, $"The channel {id} is archived.", "Unarchive it, or name another one.")),
                (true, { IsMember: false }) => new(what, Wrong(place, $"The bot is not in #{channel.Name ?? id}, and so can't post there.", "Write /invite and the bot's name in that channel.")),
                (_, { IsExtShared: true }) => new($"{what}, for {place}; people of another organisation are in it"),
                _ => new($"{what}, for {place}"),
            };
        }
        catch (SlackApiException e) when (e.Error is "channel_not_found")
        {
            return new($"Slack: {id}", Wrong(place, $"Slack has no channel {id}, or it is private and the bot is not in it.",
                "Correct the id (at the bottom of the channel's details in Slack), or write /invite and the bot's name in that channel."));
        }
        catch (Exception e) when (e is SlackApiException or SlackUnavailableException)
        {
            // Posting takes neither channels:read nor groups:read: without them it may be right.
            return new($"Slack: {id}, for {place}") { Open = e.Message };
        }
    }

    private static CheckProblem Wrong(string place, string message, string remedy) => new(CheckCode.SlackChannel, place, message, remedy);
}
