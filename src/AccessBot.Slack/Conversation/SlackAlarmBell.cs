using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Conversation;

/// <summary>Calls operators in the alerts channel.</summary>
/// <remarks>
/// What was shown is saved call by call, so that a crash in between repeats one of them at most. A stage is called out as an
/// answer in the message's thread that stands in the channel as well: an update alone makes no channel unread, and an answer
/// alone calls nobody who doesn't follow the thread.
/// </remarks>
internal sealed partial class SlackAlarmBell(
    IAlarmStore store, ISlackApiClient slack, IOptionsMonitor<SlackOptions> options, TimeProvider clock, ILogger<SlackAlarmBell> logger) : IAlarmBell
{
    public string? Channel => options.CurrentValue.AlertsChannel is { Length: > 0 } channel ? channel : null;

    public async Task RingAsync(RaisedAlarm alarm, CancellationToken cancel)
    {
        try
        {
            if (Channel is { } channel)
            {
                var place = await ShowAsync(alarm, channel, cancel);
                await CallAsync(alarm, place, cancel);
            }

            if (alarm.ResolvedAt is not null)
            {
                alarm.Done(clock.GetUtcNow());
                await store.SaveAsync(alarm, cancel);
            }
        }
        catch (SlackUnavailableException e)
        {
            Log.Unavailable(logger, e, alarm.Cause);
        }
        catch (SlackApiException e)
        {
            Log.Refused(logger, e, alarm.Cause, e.Error);
        }
    }

    private async Task<MessagePlace> ShowAsync(RaisedAlarm alarm, string channel, CancellationToken cancel)
    {
        var message = AlarmMessage.Render(alarm);
        var fingerprint = Fingerprint.Of(message);
        var shown = alarm is { Channel: { } known, Ts: { } ts } && known == channel ? new MessagePlace(channel, ts) : null;
        if (shown is not null && alarm.Fingerprint == fingerprint)
        {
            return shown;
        }

        var updated = shown is null ? null : await UpdateAsync(shown, message, cancel);
        var place = updated ?? await slack.ChatPostMessageAsync(channel, message, threadTs: null, cancel);
        alarm.Shown(place.Channel, place.Ts, fingerprint, isNew: updated is null);
        await store.SaveAsync(alarm, cancel);
        return place;
    }

    private async Task<MessagePlace?> UpdateAsync(MessagePlace shown, Message message, CancellationToken cancel)
    {
        try
        {
            return await slack.ChatUpdateAsync(shown, message, cancel);
        }
        catch (SlackApiException e) when (DeliveryFaults.Of(e) == DeliveryFault.MessageGone)
        {
            return null;
        }
    }

    private async Task CallAsync(RaisedAlarm alarm, MessagePlace place, CancellationToken cancel)
    {
        if (alarm.ResolvedAt is null && alarm.CalledStage < alarm.Stage)
        {
            await slack.ChatPostMessageAsync(place.Channel, AlarmMessage.Call(alarm), place.Ts, cancel, broadcast: true);
            alarm.Called();
            await store.SaveAsync(alarm, cancel);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Slack does not take alarm {Cause} now; it is sent in a minute")]
        public static partial void Unavailable(ILogger logger, Exception e, string cause);

        [LoggerMessage(LogLevel.Error, "The alerts channel does not take alarm {Cause}: {Error}. Invite AccessBot to the channel, or correct Slack:AlertsChannel")]
        public static partial void Refused(ILogger logger, Exception e, string cause, string error);
    }
}
