namespace AccessBot.Slack.Receiving;

/// <summary>What people are told when a delivery of theirs can't be kept or can't be worked off. Plain text.</summary>
internal static class DoorSentences
{
    /// <summary>The inbox refused at once: surely nothing happened.</summary>
    public const string NotRecorded =
        "AccessBot can't reach its database, so nothing was recorded and nothing will happen. Please try again in a minute.";

    /// <summary>The inbox did not answer in time: it may have it or not.</summary>
    public const string MaybeRecorded =
        "AccessBot's database is slow, so this may or may not have been recorded. Please wait a minute and look whether it happened before you try again.";

    /// <summary>It was kept, but couldn't be worked off for half an hour.</summary>
    public const string GivenUp =
        "AccessBot could not finish something you asked for: what it needs for that was away too long. Please look how things stand, and ask again.";

    /// <summary>The title of a modal that only says one of these.</summary>
    public const string Trouble = "That did not work";
}
