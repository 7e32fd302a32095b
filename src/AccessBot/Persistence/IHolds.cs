namespace AccessBot.Persistence;

/// <summary>Locks by name. An interface because a file's database has one process and needs none from it, and PostgreSQL's have many.</summary>
internal interface IHolds
{
    /// <summary>Waits for the name and holds it until disposed; it is let go if the process or its connection dies.</summary>
    Task<IAsyncDisposable> HoldAsync(string name, CancellationToken cancel);

    /// <summary>Holds those of these names that nobody holds at this moment, without waiting for the others.</summary>
    Task<(IReadOnlySet<string> Names, IAsyncDisposable Hold)> TryHoldAsync(IReadOnlyCollection<string> names, CancellationToken cancel);
}
