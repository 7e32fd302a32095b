using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules.Code;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.CodeRules;

/// <summary>Slack for rules that are asked or told about one request, or about none.</summary>
internal sealed class RuleSlack(RuleLookups lookups, ISlackApiClient slack, IRequestStore store, RequestId? request) : IRuleSlack
{
    /// <summary>Where <see cref="Message"/> cuts. Cut at some place, a rule's own markup would be another.</summary>
    private const int LongestText = 4000;

    public Task<RulePerson?> GetUserAsync(string idOrEmail, CancellationToken cancel) => lookups.PersonAsync(idOrEmail, cancel);

    public Task<IReadOnlySet<string>> UsersInChannelAsync(string channel, CancellationToken cancel) => lookups.InChannelAsync(channel, cancel);

    public Task<IReadOnlySet<string>> UsersInGroupAsync(string group, CancellationToken cancel) => lookups.InGroupAsync(group, cancel);

    public Task SendMessageAsync(string place, string text, CancellationToken cancel) => SendAsync(place, text, threadTs: null, cancel);

    public async Task ReplyInThreadAsync(string text, CancellationToken cancel)
    {
        var row = request is { } id ? await RuleSlackFault.TranslateAsync(() => store.FindAsync(id, cancel)) : null;
        if (row?.Notices.LastOrDefault(n => n.Kind == NoticeKind.Approvers && n.Ts is not null) is { Channel: { } channel, Ts: { } ts })
        {
            await SendAsync(channel, text, ts, cancel);
        }
    }

    public string Mention(RulePerson person) => SlackUserId.TryParse(person.SlackUser, out var user) ? Mrkdwn.User(user).Text : Escape(person.Name);

    public string Escape(string text) => Mrkdwn.Of($"{text}").Text;

    private Task SendAsync(string place, string text, string? threadTs, CancellationToken cancel)
    {
        if (place is not ['C' or 'D' or 'G' or 'U' or 'W', _, ..] || !place.All(char.IsAsciiLetterOrDigit))
        {
            throw new RuleServiceException("Slack:REJECTED", "The place is not the id of a channel (C…, G…) or of a person (U…, W…).");
        }

        if (string.IsNullOrWhiteSpace(text))
        {
            throw new RuleServiceException("Slack:REJECTED", "The text is empty.");
        }

        var message = new Mrkdwn([new MrkdwnPart(text, MrkdwnPartKind.Markup)]);
        return SlackText.Length(message.Text) > LongestText
            ? throw new RuleServiceException("Slack:TOO_LARGE", $"The text has more than {LongestText} characters.")
            : RuleSlackFault.TranslateAsync(() => slack.ChatPostMessageAsync(place, new Message(message), threadTs, cancel));
    }
}
