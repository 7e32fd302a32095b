using System.Collections.Concurrent;
using AccessBot.Core.Alarms;
using AccessBot.Core.People;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Logging;

namespace AccessBot.Core.UseCases;

/// <summary>Looks whether a request could be approved at all, before it is left to wait for nobody.</summary>
/// <remarks>
/// It stops at the first people who would do, and is bounded in people and time: somebody has a form before them. What can't be
/// told in that, or because something does not answer, counts as "it can": a request is refused only if everybody whom its
/// approver lines name was looked at.
/// </remarks>
public sealed partial class ApproverSearch(
    Candidates candidates, Standings standings, RaiseAlarms alarms, TimeProvider clock, ILogger<ApproverSearch> logger)
{
    /// <summary>How long it may take; a form is answered within three seconds, and more than this is asked for it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    /// <summary>For how long an outlook that was good is taken to be: a form is judged twice within seconds, and often sent again.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    private static readonly ApproverOutlook Unclear = new(Short: null, Missing: []);

    private readonly ConcurrentDictionary<(SlackUserId Requester, string Flow), (WeakReference<AccessRules> Rules, ApproverOutlook Outlook, DateTimeOffset At)> good = new();
    private readonly ConcurrentDictionary<(string Flow, string Who), bool> told = new();

    /// <summary>Looks.</summary>
    /// <param name="flow">The flow that is asked for.</param>
    /// <param name="rules">The rules that it is from.</param>
    /// <param name="requester">Who asks, in Slack.</param>
    /// <param name="own">Who asks, in OneLogin; <see cref="Requests.Request.NoOneLoginUser"/> if that is not known.</param>
    /// <param name="lists">Those that the requester was judged by.</param>
    /// <param name="matter">What is asked for, as rules in C# are told it.</param>
    /// <param name="cancel">Ends the wait.</param>
    internal async Task<ApproverOutlook> LookAsync(
        Flow flow, AccessRules rules, SlackUserId requester, long own, MemberLists lists, RuleMatter matter, CancellationToken cancel)
    {
        if (good.TryGetValue((requester, flow.Key), out var last) && last.Rules.TryGetTarget(out var then) && ReferenceEquals(then, rules) && clock.GetUtcNow() - last.At <= GoodFor)
        {
            return last.Outlook;
        }

        using var time = new CancellationTokenSource(Longest, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(time.Token, cancel);
        try
        {
            var outlook = await new ApproverLook(candidates, standings, flow, rules, requester, own, lists, matter, limit.Token).RunAsync();

            // Rules in C# may name others for another wish of the same person.
            if (outlook.Short is null && !flow.Approvers.SelectMany(line => line.AnyOf).SelectMany(principal => principal.Leaves()).Any(leaf => leaf is Principal.Rule))
            {
                Remember((requester, flow.Key), rules, outlook);
            }

            return outlook;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Log.TookTooLong(logger, flow.Key);
            return Unclear;
        }
    }

    /// <summary>Tells operators of approvers whom Slack does not have, once for each.</summary>
    public async Task TellMissingAsync(Flow flow, ApproverOutlook outlook, CancellationToken cancel)
    {
        var missing = outlook.Missing.Select(PrincipalText.InWords).Where(who => told.TryAdd((flow.Key, who), true)).ToList();
        if (missing.Count > 0)
        {
            await alarms.TellAsync(MissingApproverAlarm.Of(flow, missing, clock.GetUtcNow()), cancel);
        }
    }

    private void Remember((SlackUserId, string) key, AccessRules rules, ApproverOutlook outlook)
    {
        var now = clock.GetUtcNow();
        good[key] = (new WeakReference<AccessRules>(rules), outlook, now);
        if (good.Count > 1000)
        {
            foreach (var old in good.Where(g => now - g.Value.At > GoodFor))
            {
                good.TryRemove(old);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Whether anybody can approve a request of flow {Flow} could not be told in time; it is passed on")]
        public static partial void TookTooLong(ILogger logger, string flow);
    }
}
