using System.Collections.Concurrent;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Benchmarks.Chaos;

/// <summary>What people do in Slack: they wait for what they want to click, and do again what was not answered.</summary>
internal sealed class Players(SlackWorkspace slack, Chronicle chronicle, TimeProvider clock)
{
    private const string Ask = "ask";
    private const string Extend = "extend";
    private const int MostTries = 8;
    private static readonly TimeSpan FormPatience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ButtonPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan BeforeAnotherTry = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    // Somebody has one screen.
    private readonly ConcurrentDictionary<int, SemaphoreSlim> screens = new();

    // Whether a request was made; on a slow machine that may be long after it was planned, and nobody clicks before.
    private readonly ConcurrentDictionary<int, TaskCompletionSource<bool>> asked = new();

    public Task DoAsync(Step step) => step switch
    {
        Step.Ask ask => AskAsync(ask),
        Step.Extend extend => ExtendAsync(extend),
        Step.Click click => ClickAsync(click),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "People don't do this in Slack."),
    };

    private async Task AskAsync(Step.Ask ask)
    {
        var who = Scene.SlackIdOf(ask.Person);
        var screen = screens.GetOrAdd(ask.Person, _ => new SemaphoreSlim(1));
        await screen.WaitAsync();
        try
        {
            var outcome = await FillInAsync(who, ask);
            Asked(ask.Nth).SetResult(outcome == DeedOutcome.Taken);
            if (outcome == DeedOutcome.NoForm)
            {
                chronicle.Add(new Deed(ask.Nth, who, Ask, clock.GetUtcNow(), DeedOutcome.NoForm));
            }
        }
        finally
        {
            screen.Release();
        }
    }

    private async Task<DeedOutcome> FillInAsync(string who, Step.Ask ask)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (await OpenFormAsync(who) && await SendFormAsync(who, (ask.Nth, tries), Ask, Scene.FormOf(ask), Scene.IsForm) is { } outcome)
            {
                return outcome;
            }

            await Task.Delay(BeforeAnotherTry, clock);
        }

        return DeedOutcome.NoForm;
    }

    private async Task<bool> OpenFormAsync(string who)
    {
        await CloseAsync(who);
        var sent = await slack.As(who).CommandAsync("/access");
        return sent.Acknowledged && await ComesAsync(() => Scene.IsForm(slack.OpenView(who)) ? slack.OpenView(who) : null, FormPatience) is not null;
    }

    /// <returns>That it was taken or refused; null if neither is known and the form is gone.</returns>
    private async Task<DeedOutcome?> SendFormAsync(string who, (int Nth, int Form) which, string what, FormValues form, Func<SlackView?, bool> isOpen)
    {
        for (var tries = 0; tries < MostTries && isOpen(slack.OpenView(who)); tries++)
        {
            var at = clock.GetUtcNow();
            if (await TryAsync(() => slack.As(who).SubmitAsync(form)) is not { } sent)
            {
                return null;
            }

            var outcome = !sent.Acknowledged ? DeedOutcome.Unanswered : sent.ReplyBody.Length == 0 ? DeedOutcome.Taken : DeedOutcome.Refused;
            chronicle.Add(new Deed(which.Nth, who, what, at, outcome) { Form = which.Form });
            if (sent.Acknowledged)
            {
                return outcome;
            }

            await Task.Delay(BeforeAnotherTry, clock);
        }

        return null;
    }

    private async Task ExtendAsync(Step.Extend extend)
    {
        var who = Scene.SlackIdOf(extend.Person);
        var screen = screens.GetOrAdd(extend.Person, _ => new SemaphoreSlim(1));
        var granted = await Asked(extend.Of).Task && await ComesAsync(() => Find(extend.Of, Extend, who), ButtonPatience) is not null;
        await screen.WaitAsync();
        try
        {
            var outcome = granted ? await FillInAsync(who, extend) : DeedOutcome.NoButton;
            Asked(extend.Nth).SetResult(outcome == DeedOutcome.Taken);
            if (outcome is DeedOutcome.NoForm or DeedOutcome.NoButton)
            {
                chronicle.Add(new Deed(extend.Nth, who, Extend, clock.GetUtcNow(), outcome));
            }
        }
        finally
        {
            screen.Release();
        }
    }

    private async Task<DeedOutcome> FillInAsync(string who, Step.Extend extend)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            await CloseAsync(who);
            if (Find(extend.Of, Extend, who) is not { } message)
            {
                return DeedOutcome.NoButton;
            }

            if (await TryAsync(() => slack.As(who).ClickAsync(message, Extend)) is { Acknowledged: true }
                && await ComesAsync(() => Scene.IsForMore(slack.OpenView(who)) ? slack.OpenView(who) : null, FormPatience) is not null
                && await SendFormAsync(who, (extend.Nth, tries), Extend, Scene.FormOf(extend), Scene.IsForMore) is { } outcome)
            {
                return outcome;
            }

            await Task.Delay(BeforeAnotherTry, clock);
        }

        return DeedOutcome.NoForm;
    }

    private async Task CloseAsync(string who)
    {
        if (slack.OpenView(who) is not null)
        {
            await TryAsync(async () => (await slack.As(who).CloseModalAsync(all: true)).Count);
        }
    }

    private async Task ClickAsync(Step.Click click)
    {
        var message = await Asked(click.Nth).Task ? await ComesAsync(() => Find(click.Nth, click.Button, click.Who), ButtonPatience) : null;
        if (message is null)
        {
            chronicle.Add(new Deed(click.Nth, click.Who, click.Button, clock.GetUtcNow(), DeedOutcome.NoButton));
            return;
        }

        for (var tries = 0; tries < MostTries && message is not null; tries++)
        {
            var at = clock.GetUtcNow();
            if (await TryAsync(() => slack.As(click.Who).ClickAsync(message, click.Button)) is { } sent)
            {
                chronicle.Add(new Deed(click.Nth, click.Who, click.Button, at, sent.Acknowledged ? DeedOutcome.Taken : DeedOutcome.Unanswered));
                if (sent.Acknowledged)
                {
                    return;
                }
            }

            await Task.Delay(BeforeAnotherTry, clock);
            message = Find(click.Nth, click.Button, click.Who);
        }
    }

    /// <summary>The message with the button, if it is there.</summary>
    private SlackMessage? Find(int nth, string action, string who)
    {
        var (reason, button) = (Scene.ReasonOf(nth), $"\"{action}\"");
        var messages = Scene.Approvers.Contains(who) ? slack.Messages(Scene.Channel) : slack.DirectMessages(who);
        return messages.LastOrDefault(message =>
            message.Text.Contains(reason, StringComparison.Ordinal) && message.Blocks.GetRawText().Contains(button, StringComparison.Ordinal));
    }

    private async Task<T?> ComesAsync<T>(Func<T?> find, TimeSpan limit)
        where T : class
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            if (find() is { } found)
            {
                return found;
            }

            if (clock.GetElapsedTime(start) > limit)
            {
                return null;
            }

            await Task.Delay(BetweenLooks, clock);
        }
    }

    /// <summary>What was on the screen may have changed at this very moment.</summary>
    private static async Task<T?> TryAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (NotPossibleInSlackException)
        {
            return default;
        }
    }

    private TaskCompletionSource<bool> Asked(int nth) => asked.GetOrAdd(nth, _ => new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously));
}
