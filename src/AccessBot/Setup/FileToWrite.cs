namespace AccessBot.Setup;

/// <summary>A file as it is to be.</summary>
/// <param name="Path">Where.</param>
/// <param name="Text">All of it.</param>
/// <param name="IsSecret">Whether only its owner may read it, if it isn't there yet; one that is there keeps its mode.</param>
internal sealed record FileToWrite(string Path, string Text, bool IsSecret)
{
    /// <summary>Whether it is written only if there is none.</summary>
    public bool OnlyIfNew { get; init; }

    public bool IsThere => File.Exists(Path);

    /// <summary>Whether it says something else than is there.</summary>
    public bool IsNews => !IsThere || (!OnlyIfNew && !string.Equals(File.ReadAllText(Path), Text, StringComparison.Ordinal));
}
