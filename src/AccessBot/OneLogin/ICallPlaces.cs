namespace AccessBot.OneLogin;

/// <summary>What may go on at OneLogin at once, and when nothing may: shared by all AccessBot processes of one database.</summary>
/// <remarks>An interface because a file's database has one process, and PostgreSQL's have many that know of each other only there.</remarks>
internal interface ICallPlaces
{
    /// <summary>How many calls may go on at once: a terraform run with more drew 502s from OneLogin (terraform-provider-onelogin issue 219).</summary>
    const int AtOnce = 4;

    /// <summary>How many of them may be those of <see cref="CallRank.Last"/>: however many of these there are, the others find a place.</summary>
    const int LastAtOnce = 2;

    /// <summary>Waits for a place, which is given back by disposing of it.</summary>
    /// <param name="rank">Before whom it goes.</param>
    /// <param name="api">Which of OneLogin's APIs is called, as they have budgets of their own.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The place, or for how long OneLogin wants to hear nothing from anybody.</returns>
    Task<(IAsyncDisposable? Place, TimeSpan Pause)> TakeAsync(CallRank rank, string api, CancellationToken cancel);

    /// <summary>OneLogin asked to hear nothing for so long: that holds for everybody.</summary>
    Task PauseAsync(string api, TimeSpan time, CancellationToken cancel);
}
