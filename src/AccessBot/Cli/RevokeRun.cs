using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.UseCases;
using AccessBot.Persistence;

namespace AccessBot.Cli;

/// <summary><c>accessbot revoke</c>, done.</summary>
internal sealed class RevokeRun(Selections selections, StopAccess stop, IRequestStore store, DatabaseVisit database, OwnHands hands, Terminal terminal, TimeProvider clock)
{
    /// <summary>How much longer Slack is waited for when all has ended. What isn't said by then is said by the service.</summary>
    private static readonly TimeSpan SlacksTime = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromSeconds(1);

    public async Task<int> RunAsync(RevokeOrder order, CancellationToken cancel)
    {
        try
        {
            var (selection, refusal) = await selections.ResolveAsync(order.Wish, cancel);
            if (selection is null)
            {
                await terminal.Error.WriteLineAsync(RevokeReport.Clean(refusal!.Sentence));
                return ExitCode.BadInput;
            }

            var found = await store.OpenAsync(selection, cancel);
            if (order.DryRun)
            {
                await terminal.Out.WriteLineAsync(order.Json ? RevokeReport.Json(found) : RevokeReport.Text(found));
                return ExitCode.Done;
            }

            if (order.Wish.Of == StopKind.Everything && !order.Yes && found.Count > 0 && await WhyNotAsync(found) is { } no)
            {
                await terminal.Error.WriteLineAsync(no);
                return ExitCode.BadInput;
            }

            return await StopAsync(order, await stop.BeginAsync(order.Wish, selection, found, Actor.Operator, order.Reason, cancel), cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("Interrupted before everything was marked as ending. Do it again, or see what is open with --dry-run.");
            return ExitCode.Left;
        }
        catch (StoreUnavailableException e)
        {
            await terminal.Error.WriteLineAsync($"{e.Message} What was marked before is ended all the same; do it again for the rest.");
            return ExitCode.Left;
        }
    }

    private async Task<string?> WhyNotAsync(IReadOnlyList<OpenRequest> found)
    {
        if (terminal.IsPiped)
        {
            return "--all ends everything that AccessBot has given. Say --yes with it, or see what that is with --dry-run.";
        }

        await terminal.Error.WriteAsync($"This ends {found.Count} requests of {found.Select(r => (r.Requester, r.OneLoginUser)).Distinct().Count()} people. Type yes to go on: ");
        return string.Equals((await terminal.In.ReadLineAsync())?.Trim(), "yes", StringComparison.OrdinalIgnoreCase) ? null : "Nothing was ended.";
    }

    private async Task<int> StopAsync(RevokeOrder order, Stopping stopping, CancellationToken cancel)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var working = WorkAsync(stopping, over.Token);
        IReadOnlyList<StoppedRequest> outcome;
        try
        {
            outcome = await stop.AwaitAsync(stopping, order.Wait, cancel);
            if (working.IsCompletedSuccessfully)
            {
                // Whoever saved the last end may not have come to say so.
                hands.AnnounceAll();
                await hands.SaidAsync(SlacksTime, cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("Interrupted. What follows is how it stands now.");
            outcome = await stop.AwaitAsync(stopping, TimeSpan.Zero, CancellationToken.None);
        }

        await over.CancelAsync();
        await working.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await terminal.Out.WriteLineAsync(order.Json ? RevokeReport.Json(outcome) : RevokeReport.Text(outcome));
        if (!outcome.Any(r => r.Outcome == StopOutcome.StillActive))
        {
            return ExitCode.Done;
        }

        await terminal.Error.WriteLineAsync("What is still active is tried again by the service until OneLogin confirms its end. Start the service if it isn't running.");
        return ExitCode.Left;
    }

    /// <summary>Takes part in the work, or takes it over when the service that does it ends.</summary>
    private async Task WorkAsync(Stopping stopping, CancellationToken cancel)
    {
        for (var isFirst = true; !database.TryWork(); isFirst = false)
        {
            if (isFirst && stopping.Found.Count > 0)
            {
                await terminal.Error.WriteLineAsync("The service is running, and is left to tell OneLogin.");
            }

            await Task.Delay(BetweenTries, clock, cancel);
        }

        await hands.BeginAsync(cancel);
    }
}
