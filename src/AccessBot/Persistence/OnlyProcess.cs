namespace AccessBot.Persistence;

/// <summary>The lock beside a SQLite file that lets one process at a time do the service's work.</summary>
internal static class OnlyProcess
{
    /// <summary>
    /// Takes it. It is to be held for as long as the process works: what keeps calls to OneLogin apart on SQLite is in the
    /// process. The operating system lets go of it when the process dies.
    /// </summary>
    /// <exception cref="IOException">Another process has it.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder can't be written.</exception>
    public static FileStream Of(string file) => new($"{file}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
}
