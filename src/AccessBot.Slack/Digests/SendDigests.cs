using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Digests;

/// <summary>Writes to everybody for whom something waits, once on each day that the rules name, what that is.</summary>
/// <remarks>
/// That somebody is thought of is saved ahead of writing to them, and taken back only if they surely were not written to: a process that
/// dies in between costs one person the digest of one day, and nobody gets two.
/// </remarks>
public sealed partial class SendDigests
{
    /// <summary>How many people it is tried for in vain until it is left for a minute.</summary>
    private const int MostFailures = 10;

    private readonly RulesInForce rules;
    private readonly FindDeciders deciders;
    private readonly ListWaitingRequests waiting;
    private readonly ISentDigests sent;
    private readonly ISlackApiClient slack;
    private readonly IOptionsMonitor<SlackOptions> options;
    private readonly TimeProvider clock;
    private readonly ILogger<SendDigests> logger;

    internal SendDigests(RulesInForce rules, FindDeciders deciders, ListWaitingRequests waiting, ISentDigests sent,
        ISlackApiClient slack, IOptionsMonitor<SlackOptions> options, TimeProvider clock, ILogger<SendDigests> logger) =>
        (this.rules, this.deciders, this.waiting, this.sent, this.slack, this.options, this.clock, this.logger) =
        (rules, deciders, waiting, sent, slack, options, clock, logger);

    /// <summary>Sends what is due. Whom it can't be sent now gets it at a later look of the same day.</summary>
    /// <exception cref="StoreUnavailableException">The database doesn't answer; it may later.</exception>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        if (Day() is not { } day || await sent.AreOverAsync(day, cancel))
        {
            return;
        }

        var found = await deciders.NowAsync(cancel);
        var before = await sent.OfAsync(day, cancel);
        var failures = 0;
        foreach (var person in found.People.Where(person => !before.Contains(person)))
        {
            failures += await SendAsync(person, day, cancel) ? 0 : 1;
            if (failures == MostFailures)
            {
                // What is away is away for the others, too.
                return;
            }
        }

        if (found.IsAll && failures == 0)
        {
            await sent.AreOverNowAsync(day, cancel);
        }
    }

    private DateOnly? Day() => rules.Current.Digest?.DayAt(clock.GetUtcNow());

    /// <returns>Whether nothing is left to be done for them on that day.</returns>
    private async Task<bool> SendAsync(SlackUserId person, DateOnly day, CancellationToken cancel)
    {
        try
        {
            var theirs = await waiting.ForAsync(person, cancel);
            var conversation = theirs.Requests.Count > 0 ? await slack.ConversationsOpenAsync(person, cancel) : null;

            // Also where nothing waits: what is asked for later that day is no part of its digest.
            if (await sent.BeginAsync(person, day, cancel) && conversation is not null)
            {
                await WriteAsync(person, conversation, theirs, day, cancel);
            }

            return true;
        }
        catch (Exception e) when (e is WorkspaceUnavailableException or RoleDirectoryException)
        {
            Log.Unknown(logger, e, person);
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, person);
        }
        catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.Installation)
        {
            Log.Misinstalled(logger, e, e.Error);
        }
        catch (SlackApiException e)
        {
            // Their account is closed, say.
            Log.Refused(logger, e, person, e.Error);
            return true;
        }

        return false;
    }

    private async Task WriteAsync(SlackUserId person, string conversation, WaitingRequests theirs, DateOnly day, CancellationToken cancel)
    {
        try
        {
            await slack.ChatPostMessageAsync(conversation, DigestMessage.Render(theirs, AsksWhy, clock.GetUtcNow(), options.CurrentValue.Command), threadTs: null, cancel);
        }
        catch (Exception e) when (e is SlackUnavailableException { MayHaveHappened: false } || (e is SlackApiException no && DeliveryFaults.Of(no) == DeliveryFault.Installation))
        {
            await sent.TakeBackAsync(person, day, cancel);
            throw;
        }
    }

    private bool AsksWhy(Request request) => rules.Current.FindFlow(request.Flow) is { DecisionMessage: not DecisionMessage.Off };

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "What waits for {User} could not be told; their digest is sent later")]
        public static partial void Unknown(ILogger logger, Exception e, SlackUserId user);

        [LoggerMessage(LogLevel.Warning, "Slack does not say that it has taken {User}'s digest; it is sent later, if it surely was not")]
        public static partial void Unavailable(ILogger logger, Exception e, SlackUserId user);

        [LoggerMessage(LogLevel.Error, "Slack refuses digests with {Error}: the app's token or installation has to be mended")]
        public static partial void Misinstalled(ILogger logger, Exception e, string error);

        [LoggerMessage(LogLevel.Warning, "{User}'s digest can't be delivered: {Error}")]
        public static partial void Refused(ILogger logger, Exception e, SlackUserId user, string error);
    }
}
