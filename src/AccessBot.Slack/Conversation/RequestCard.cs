using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>A request as a message: its state in bold, who asked for what, why, how it stands, and what can be done. Pure.</summary>
internal static class RequestCard
{
    // Slack refuses messages of more than some 13 000 characters in all, and doesn't say so anywhere. These come to 12 000.
    private const int Summary = 1500;
    private const int Reason = 2500;
    private const int Details = 2500;
    private const int Status = 1600;
    private const int Note = 700;
    private const int Said = 1200;
    private const int OneSaid = 700;

    /// <param name="request">The row.</param>
    /// <param name="who">What to call the requester at the beginning of a sentence.</param>
    /// <param name="notes">Further sentences, three at most.</param>
    /// <param name="offer">What the reader can do now.</param>
    public static Message Render(Request request, Mrkdwn who, IEnumerable<Mrkdwn> notes, IEnumerable<Button> offer)
    {
        Mrkdwn[] texts = [.. Texts(request, who), .. notes.Select(note => note.Fit(Note))];
        Button[] buttons = [.. offer];
        var blocks = texts.Select(Block (text) => new SectionBlock(text));

        // Screen readers read the text and not the blocks, so it says all of it.
        var id = Id(request);
        return new Message(Mrkdwn.Join($"\n", [.. texts, id]), [.. blocks, .. buttons.Length > 0 ? [new ActionsBlock(buttons)] : (Block[])[], new ContextBlock([id])]);
    }

    /// <summary>Who asked for what and why, for whoever is about to decide.</summary>
    public static Mrkdwn Summarize(Request request) => Mrkdwn.Of(
        $"{Ask(request)}{(string.IsNullOrWhiteSpace(request.Reason) ? Mrkdwn.Empty : Mrkdwn.Of($"\n{Mrkdwn.Quote(request.Reason)}"))}")
        .Fit(Reason);

    /// <summary>What is given, in a list of several.</summary>
    public static Mrkdwn Name(Request request) =>
        Mrkdwn.Of($"*{request.TargetLabel}*{(request.Privilege == Privilege.Admin ? ", as admin of the role" : "")} ({request.FlowLabel})");

    /// <summary>Who asked for what, in a sentence.</summary>
    public static Mrkdwn Ask(Request request) => request.IsApprovalOnly
        ? Mrkdwn.Of($"{Mrkdwn.User(request.Requester)} asked for {What(request)}.")
        : Mrkdwn.Of($"{Mrkdwn.User(request.Requester)} asked for {What(request)} ({request.FlowLabel}).");

    /// <summary>What a command takes to name it.</summary>
    private static Mrkdwn Id(Request request) => Mrkdwn.Of($"Request {request.Id.ToString()}");

    private static IEnumerable<Mrkdwn> Texts(Request request, Mrkdwn who)
    {
        yield return Mrkdwn.Of(
            $"*{Sentences.Heading(request)}*\n{who} asked for {What(request)} ({In(request)}{request.RequestedAt}).")
            .Fit(Summary);

        if (!string.IsNullOrWhiteSpace(request.Reason))
        {
            yield return Mrkdwn.Of($"Reason:\n{Mrkdwn.Quote(request.Reason)}").Fit(Reason);
        }

        if (request.Answers is { Count: > 0 } answers)
        {
            yield return Mrkdwn.Join($"\n", answers.Select(answer => Mrkdwn.Of($"{answer.Label}:{Words(answer)}"))).Fit(Details);
        }

        yield return RequestStatus.Of(request).Fit(Status);

        if (request.Decisions.Where(decision => decision.Message is not null).ToList() is { Count: > 0 } said)
        {
            yield return Mrkdwn.Join($"\n", said.Select(decision => RequestStatus.Why(decision).Fit(OneSaid))).Fit(Said);
        }

        if (request.BreakGlass)
        {
            yield return RequestStatus.Review(request).Fit(Note);
        }
    }

    private static Mrkdwn What(Request request) => request.IsApprovalOnly
        ? Mrkdwn.Of($"an approval, and no access: *{request.FlowLabel}*")
        : Mrkdwn.Of($"*{request.TargetLabel}*{AsAdmin(request)} {HowLong(request)}");

    private static Mrkdwn In(Request request) => request.IsApprovalOnly ? Mrkdwn.Empty : Mrkdwn.Of($"{request.FlowLabel}, ");

    private static Mrkdwn AsAdmin(Request request) => Mrkdwn.Of($"{(request.Privilege == Privilege.Admin ? ", as admin of the role," : "")}");

    private static Mrkdwn HowLong(Request request) => request switch
    {
        { ExtendsBy: { } more, Duration: { } all } => Mrkdwn.Of($"for {DurationText.InWords(more)} more, {DurationText.InWords(all)} in all"),
        { Until: { } end } => Mrkdwn.Of($"until {end}"),
        { Duration: { } duration } => Mrkdwn.Of($"for {DurationText.InWords(duration)}"),
        _ => Mrkdwn.Of($"until it is ended by hand"),
    };

    private static Mrkdwn Words(Answer answer) => answer.Type is FieldType.Text
        ? Mrkdwn.Of($"\n{Mrkdwn.Quote(answer.Words[0])}")
        : Mrkdwn.Of($" {Mrkdwn.Join($", ", answer.Words.Select(word => Words(answer.Type, word)))}");

    private static Mrkdwn Words(FieldType type, string word) =>
        type is FieldType.User or FieldType.Users && SlackUserId.TryParse(word, out var person) ? Mrkdwn.User(person) : Mrkdwn.Of($"{word}");
}
