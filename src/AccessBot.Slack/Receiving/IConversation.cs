namespace AccessBot.Slack.Receiving;

/// <summary>What AccessBot has to say to people; receiving knows no more of it than this.</summary>
/// <remarks>
/// An interface because there are two: the real one, and the tests' one, by which the doors are tested without it.
/// It is resolved in a scope of its own for each call.
/// </remarks>
internal interface IConversation
{
    /// <summary>Whether there is a handler for this command, action, view or menu. What isn't known is refused with a 4xx.</summary>
    bool Knows(SlackPayload payload);

    /// <summary>
    /// Judges a submission while the person waits; there is little more than a second. It must change nothing: the same submission may be
    /// sent again, and a fine one comes to <see cref="HandleAsync"/>, which judges again. It comes there unjudged if this takes too long.
    /// </summary>
    Task<SubmissionReply> CheckSubmissionAsync(ViewSubmission submission, CancellationToken cancel);

    /// <summary>Options for a menu, from memory: somebody is typing.</summary>
    Task<BlockOptions> OptionsAsync(BlockOptionsRequest request, CancellationToken cancel);

    /// <summary>
    /// Does what the person asked for. It was acknowledged and stored before; after a failure or a crash it comes again, with the same
    /// <see cref="Delivery.Key"/>, so doing it twice must be harmless.
    /// </summary>
    /// <exception cref="Exception">Any: it comes again later, for as long as that makes sense.</exception>
    Task HandleAsync(Interaction interaction, Delivery delivery, CancellationToken cancel);
}
