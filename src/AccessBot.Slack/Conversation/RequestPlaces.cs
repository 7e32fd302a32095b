using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>Where a request was brought, in words. Pure.</summary>
internal static class RequestPlaces
{
    /// <summary>More are no help in a sentence.</summary>
    private const int MostNamed = 5;

    /// <summary>For whom it waits in a step: "for those in #access".</summary>
    public static Mrkdwn Of(Request request, int step)
    {
        // What could not be delivered is told elsewhere, and nobody waits there if somebody has it.
        var all = request.NoticesOf(step).ToList();
        var notices = all.Exists(IsThere) ? all.FindAll(IsThere) : all;
        return notices is [{ Kind: NoticeKind.Approvers } channel] ? Mrkdwn.Of($"for the approvers in {Of(channel)}")
            : notices is [{ Kind: NoticeKind.Webhook } service] ? Mrkdwn.Of($"for a decision that {Of(service)} was told of")
            : notices.Count == 0 ? Mrkdwn.Of($"for its approvers")
            : Mrkdwn.Of($"for {People(notices)}");
    }

    private static bool IsThere(Notice notice) => notice.Problem is null;

    /// <summary>Since when it waits there. Of a request that is older than steps, since it was made.</summary>
    public static DateTimeOffset Since(Request request) => request.StepSince ?? request.RequestedAt;

    /// <summary>Where one message went.</summary>
    public static Mrkdwn Of(Notice notice) => notice.Kind switch
    {
        NoticeKind.Approvers when notice.Address.Length > 0 && notice.Address.All(char.IsAsciiLetterOrDigit) => Mrkdwn.Channel(notice.Address),
        NoticeKind.Person or NoticeKind.Group => People([notice]),
        _ => Mrkdwn.Of($"{notice.Address}"),
    };

    private static Mrkdwn People(IEnumerable<Notice> notices)
    {
        var people = notices.SelectMany(notice => notice.Address.Split(',')).ToList();
        var further = people.Count - MostNamed;
        return Mrkdwn.Of($"{Mrkdwn.Join($", ", people.Take(MostNamed).Select(Person))}{(further > 0 ? $" and {further} more" : "")}");
    }

    private static Mrkdwn Person(string id) => SlackUserId.TryParse(id, out var person) ? Mrkdwn.User(person) : Mrkdwn.Of($"{id}");
}
