namespace AccessBot.Core.Rules;

/// <summary>Says in words where the rules announce a request. Pure.</summary>
public static class NotifyText
{
    /// <summary>A place, to stand within a sentence.</summary>
    public static string InWords(NotifyPlace place) => place switch
    {
        NotifyPlace.Channel channel => $"the channel {channel.Id}",
        NotifyPlace.CommandChannel => "the channel of the command",
        NotifyPlace.DirectMessage direct => $"a direct message to {PrincipalText.InWords(direct.People)}",
        NotifyPlace.GroupMessage together => $"a group message with {PrincipalText.InWords(together.People)}",
        NotifyPlace.Webhook webhook => $"the webhook at {webhook.Host}",
        NotifyPlace.ByRule rule => $"where the rule {rule.Name} says",
        _ => throw new ArgumentOutOfRangeException(nameof(place), place, "There are no words for it."),
    };

    /// <summary>A step with all that it does.</summary>
    public static string InWords(NotifyStep step) =>
        InWords(step.Place)
        + (step.Timeout is { } timeout ? $", for {DurationText.InWords(timeout)}" : "")
        + (step.RemindEvery is { } every ? $", reminding every {DurationText.InWords(every)}" : "")
        + (step.Approvers.Count > 0 ? $"; from then on {PrincipalText.InWords(step.Approvers)} may decide, too" : "");
}
