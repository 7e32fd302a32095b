namespace AccessBot.Slack.Wire;

/// <summary>What is sent to a <c>response_url</c>: only the person sees it, beside the message they clicked or where they typed.</summary>
/// <remarks>Five times within 30 minutes. https://docs.slack.dev/interactivity/handling-user-interaction#message_responses</remarks>
/// <param name="Message">What to say.</param>
internal sealed record ResponseMessage(Message Message)
{
    /// <summary>Puts it in the place of the message that was clicked, if that one was ephemeral itself.</summary>
    public bool ReplaceOriginal { get; init; }
}
