using AccessBot.Core.Ports;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Receiving;

namespace AccessBot.Slack.Conversation;

/// <summary>Words behind the slash command: an admin ends all access that matches.</summary>
internal sealed class StopStep(StopAccess stop, Selections selections, IRequestStore store, Answers answers, TimeProvider clock)
{
    // Well within what the inbox gives: a step that takes longer is taken for stuck, and comes again.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Done twice it ends what is open by then, so a delivery that comes again after a crash is finished.</summary>
    public async Task HandleAsync(SlashCommand command, StopWish wish, bool isRepeated, CancellationToken cancel)
    {
        var start = clock.GetTimestamp();
        var (by, refusal) = await stop.JudgeAsync(command.User, command.ChannelId ?? "command", wish, cancel);
        var (selection, unknown) = refusal is null ? await selections.ResolveAsync(wish, cancel) : (null, refusal);
        if (selection is null)
        {
            await answers.TellAsync(command, Sentences.No(unknown!), cancel);
            return;
        }

        // Said while it is done: Slack being slow is no reason to begin later.
        var found = await store.OpenAsync(selection, cancel);
        var saying = answers.TellAsync(command, StopMessage.Begun(found, isRepeated), cancel);
        var stopping = await stop.BeginAsync(wish, selection, found, by, why: null, cancel);
        if (found.Count > 0)
        {
            var outcome = await stop.AwaitAsync(stopping, Longest - clock.GetElapsedTime(start), cancel);
            await saying;
            await answers.TellAsync(command, StopMessage.Done(outcome), cancel);
        }

        await saying;
    }
}
