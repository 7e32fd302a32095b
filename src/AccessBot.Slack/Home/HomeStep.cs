using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Home;

/// <summary>Publishes somebody's App Home. What can't be published now is tried again later, and holds up nothing else.</summary>
/// <remarks>One node at a time publishes for one person, so that an older Home never overtakes a newer one.</remarks>
internal sealed partial class HomeStep(
    RulesInForce rules, ListOwnRequests own, ListWaitingRequests waiting, Oversee oversee, Glances glances, Identities identities, IOpenedHomes homes,
    ISlackApiClient slack, IOptionsMonitor<SlackOptions> options, TimeProvider clock, ILogger<HomeStep> logger)
{
    /// <summary>Somebody opened it. It is published whatever it shows: what Slack has of it may be older than this installation.</summary>
    /// <exception cref="StoreUnavailableException">The database doesn't answer; it may later.</exception>
    public async Task OpenAsync(SlackUserId who, CancellationToken cancel)
    {
        await homes.OpenAsync(who, clock.GetUtcNow(), cancel);
        await ShowAsync(who, cancel, always: true);
    }

    /// <summary>Brings it up to date.</summary>
    /// <param name="who">Whose.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="always">Whether it is published even if it would change nothing.</param>
    /// <returns>Whether Slack was asked for something.</returns>
    public async Task<bool> ShowAsync(SlackUserId who, CancellationToken cancel, bool always = false)
    {
        await using (await homes.HoldAsync(who, cancel))
        {
            var asOf = clock.GetUtcNow();
            var before = await homes.FindAsync(who, cancel);
            var contents = await ContentsAsync(who, cancel);
            var view = HomePage.Render(contents, options.CurrentValue.Command);
            var fingerprint = Fingerprint.Of(view);
            var isNew = always || before is null || !string.Equals(fingerprint, before.Fingerprint, StringComparison.Ordinal);
            if (isNew && !await PublishAsync(who, view, before, cancel))
            {
                return true;
            }

            await homes.ShownAsync(who, fingerprint, asOf, cancel);
            if (!contents.IsWhole)
            {
                await DelayAsync(who, before, atLeast: null, cancel);
            }

            return isNew;
        }
    }

    private async Task<HomeContents> ContentsAsync(SlackUserId who, CancellationToken cancel)
    {
        var contents = new HomeContents(rules.Current, await own.OfAsync(who, cancel));
        try
        {
            var (user, offers) = await glances.Offers.ForAsync(who, contents.Rules, cancel);
            contents = contents with { Offers = offers, Obstacle = await ObstacleAsync(user, offers, cancel) };
            if (AccessRules.WhyBarred(user) is null or { Code: RefusalCode.Guest })
            {
                contents = contents with { Oversight = await oversee.AsAsync(who, cancel), Waiting = await waiting.ForAsync(who, cancel) };
            }

            return contents with { Waiting = contents.Waiting ?? new WaitingRequests([], IsAll: true) };
        }
        catch (Exception e) when (e is WorkspaceUnavailableException or RoleDirectoryException)
        {
            Log.Unknown(logger, e, who);
            return contents;
        }
    }

    /// <summary>What is in the way of whoever may ask, or why they may not.</summary>
    private async Task<Refusal?> ObstacleAsync(WorkspaceUser user, IReadOnlyList<Flow> offers, CancellationToken cancel)
    {
        if (offers.Count == 0)
        {
            return AccessRules.WhyBarred(user);
        }

        // An approval alone can be asked for without an account.
        return offers.Any(flow => flow.IsApprovalOnly) ? null : (await identities.ResolveAsync(user, cancel)).Refusal;
    }

    /// <returns>Whether it is to be noted as shown.</returns>
    private async Task<bool> PublishAsync(SlackUserId who, HomeView view, OpenedHome? before, CancellationToken cancel)
    {
        try
        {
            await slack.ViewsPublishAsync(who, view, cancel);
            return true;
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, who);
            await DelayAsync(who, before, e.RetryAfter, cancel);
        }
        catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.Installation || e.Error is "not_enabled")
        {
            Log.Misinstalled(logger, e, e.Error);
            await DelayAsync(who, before, atLeast: null, cancel);
        }
        catch (SlackApiException e)
        {
            // Their account is closed, say: the next change tries again.
            Log.Refused(logger, e, who, e.Error);
            return true;
        }

        return false;
    }

    private Task DelayAsync(SlackUserId who, OpenedHome? before, TimeSpan? atLeast, CancellationToken cancel)
    {
        var wait = Backoff.After((before?.Attempts ?? 0) + 1);
        return homes.DelayAsync(who, clock.GetUtcNow() + (atLeast > wait ? atLeast.Value : wait), cancel);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Not all of {User}'s App Home could be told; it is looked up again")]
        public static partial void Unknown(ILogger logger, Exception e, SlackUserId user);

        [LoggerMessage(LogLevel.Warning, "Slack does not take {User}'s App Home now; it is published later")]
        public static partial void Unavailable(ILogger logger, Exception e, SlackUserId user);

        [LoggerMessage(LogLevel.Error, "Slack refuses App Homes with {Error}: the app's token, installation or manifest has to be mended")]
        public static partial void Misinstalled(ILogger logger, Exception e, string error);

        [LoggerMessage(LogLevel.Warning, "Slack refuses {User}'s App Home with {Error}")]
        public static partial void Refused(ILogger logger, Exception e, SlackUserId user, string error);
    }
}
