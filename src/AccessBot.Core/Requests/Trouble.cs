namespace AccessBot.Core.Requests;

/// <summary>Why an access could not be ended, by what an operator can do about it. The names are stored: they are never renamed.</summary>
public enum Trouble
{
    /// <summary>OneLogin is away, broken or throttles: nothing to mend here.</summary>
    Unanswered,

    /// <summary>OneLogin does not take AccessBot's credential, or it lacks its scope.</summary>
    CredentialRefused,

    /// <summary>OneLogin refuses this one call.</summary>
    Refused,

    /// <summary>OneLogin took the call and shows the membership all the same: a mapping gives it.</summary>
    StillHeld,
}
