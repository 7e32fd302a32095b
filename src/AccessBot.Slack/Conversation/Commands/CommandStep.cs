using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>What somebody typed behind the slash command, done. Whatever there is to say is said to them alone.</summary>
internal sealed class CommandStep(
    RulesInForce rules,
    AccessModal modal,
    StopStep stop,
    LinkStep link,
    SeeRequest see,
    CancelRequest withdraw,
    ListOwnRequests own,
    ListWaitingRequests waiting,
    ListHolders holders,
    Answers answers,
    TimeProvider clock)
{
    /// <summary>Done twice it says the same again.</summary>
    public Task HandleAsync(SlashCommand command, bool isRepeated, CancellationToken cancel) => CommandWords.Read(command.Text) switch
    {
        TypedCommand.Form => modal.OpenAsync(command, _ => new AskReading(Prefill.None), cancel),
        TypedCommand.Ask ask => AskAsync(command, ask.Text, cancel),
        TypedCommand.Mine => MineAsync(command, cancel),
        TypedCommand.Waiting => WaitingAsync(command, cancel),
        TypedCommand.Status status => StatusAsync(command, status.Id, cancel),
        TypedCommand.Cancel wish => CancelAsync(command, wish.Id, cancel),
        TypedCommand.Who who => WhoAsync(command, who.Target, cancel),
        TypedCommand.Stop revoke => stop.HandleAsync(command, revoke.Wish, isRepeated, cancel),
        TypedCommand.Link wish => link.HandleAsync(command, wish.Wish, cancel),
        TypedCommand.Help => answers.TellAsync(command, HelpMessage.Render(command.Command), cancel),
        TypedCommand.Misused misused => answers.TellAsync(command, CommandSentences.Misused(command.Command, CommandWords.All.Where(word => word.Word == misused.Word.Word)), cancel),
        var other => throw new ArgumentOutOfRangeException(nameof(command), other.GetType().Name, "Nobody does this here."),
    };

    /// <remarks>Who they are is asked first only where a slip is likely: a form that is there at once is worth more.</remarks>
    private async Task AskAsync(SlashCommand command, string text, CancellationToken cancel)
    {
        if (CommandWords.Nearest(text) is { } near && !AskWords.Names(text, await modal.OfferedToAsync(command.User, cancel)))
        {
            await answers.TellAsync(command, CommandSentences.DidYouMean(command.Command, near), cancel);
            return;
        }

        await modal.OpenAsync(command, offered => AskWords.Read(text, offered), cancel);
    }

    private async Task MineAsync(SlashCommand command, CancellationToken cancel) => await answers.TellAsync(
        command, MineMessage.Render(await own.OfAsync(command.User, cancel), OfferToHolder, clock.GetUtcNow(), command.Command), cancel);

    private async Task WaitingAsync(SlashCommand command, CancellationToken cancel) =>
        await answers.TellAsync(command, WaitingMessage.Render(await waiting.ForAsync(command.User, cancel), AsksWhy, clock.GetUtcNow()), cancel);

    private async Task WhoAsync(SlashCommand command, string target, CancellationToken cancel)
    {
        var (found, no) = await holders.OfAsync(command.User, target, cancel);
        await (no is null ? answers.TellAsync(command, HoldersMessage.Render(found, target), cancel) : answers.TellAsync(command, Sentences.No(no), cancel));
    }

    private async Task StatusAsync(SlashCommand command, string text, CancellationToken cancel)
    {
        var seen = IdIn(text) is { } id ? await see.AsAsync(command.User, id, cancel) : null;
        await (seen is null
            ? answers.TellAsync(command, CommandSentences.NoSuchRequest(command.Command), cancel)
            : answers.TellAsync(command, Draw(seen), cancel));
    }

    /// <remarks>It is tried also for who may not see it, so that the attempt is written down; what they are told is the same as if there were nothing.</remarks>
    private async Task CancelAsync(SlashCommand command, string text, CancellationToken cancel)
    {
        if (IdIn(text) is not { } id)
        {
            await answers.TellAsync(command, CommandSentences.NoSuchRequest(command.Command), cancel);
            return;
        }

        var seen = await see.AsAsync(command.User, id, cancel);
        var refusal = await withdraw.CancelAsync(id, command.User, command.ChannelId ?? "command", cancel);
        await answers.TellAsync(command, (seen, refusal) switch
        {
            (null, _) => CommandSentences.NoSuchRequest(command.Command),
            (_, { } no) => Sentences.NotDone(no),
            _ => CommandSentences.Withdrawn,
        }, cancel);
    }

    private Message Draw(SeenRequest seen)
    {
        var request = seen.Request;
        return seen.IsOwn ? RequesterMessage.Render(request, revocable: seen.MayEnd, RequesterMessage.IsExtendable(request, rules.Current.FindFlow(request.Flow)))
            : seen.MayDecide ? ApproversMessage.Render(request, asksWhy: AsksWhy(request), flow: rules.Current.FindFlow(request.Flow))
            : RequestCard.Render(request, Mrkdwn.User(request.Requester), [], seen.MayEnd && request.State == RequestState.Granted ? [Buttons.ToRevoke(request, "Revoke")] : []);
    }

    private IEnumerable<Button> OfferToHolder(Request request) => RequesterMessage.Offer(request, rules.Current.FindFlow(request.Flow));

    private bool AsksWhy(Request request) => rules.Current.FindFlow(request.Flow) is { DecisionMessage: not DecisionMessage.Off };

    /// <summary>Somebody may have copied it from anywhere: with hyphens, in capitals.</summary>
    private static RequestId? IdIn(string text) => RequestId.TryParse(text.Replace("-", "", StringComparison.Ordinal), out var id) ? id : null;
}
