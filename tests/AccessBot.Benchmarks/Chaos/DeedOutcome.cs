namespace AccessBot.Benchmarks.Chaos;

/// <summary>What somebody saw come of what they did.</summary>
internal enum DeedOutcome
{
    /// <summary>Slack showed no error.</summary>
    Taken,

    /// <summary>The form came back with an error in it.</summary>
    Refused,

    /// <summary>Slack showed that the app did not answer.</summary>
    Unanswered,

    /// <summary>The form did not open, however often the command was typed.</summary>
    NoForm,

    /// <summary>The message or its button was not there (any more).</summary>
    NoButton,
}
