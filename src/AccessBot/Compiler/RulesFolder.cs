namespace AccessBot.Compiler;

/// <summary>What was in the folder with rules in C# at one moment. Equal if the same was in it.</summary>
/// <param name="Files">Each <c>*.cs</c> in it and in the folders within, in the order of their names.</param>
/// <param name="Trouble">Why they can't be used: a sentence. Null if nothing is wrong with them as files.</param>
internal sealed record RulesFolder(IReadOnlyList<CodeFile> Files, string? Trouble)
{
    /// <summary>Somebody who names their home folder should be told so before it has been read.</summary>
    private const int MostFiles = 1000;

    private const long MostBytes = 4_000_000;
    private const int Deepest = 10;

    // What a project has beside its sources. Names with a dot in front are a ConfigMap's own: its files are links to what is in there.
    private static readonly string[] Left = ["bin", "obj"];

    /// <summary>Looks at the folder.</summary>
    /// <param name="path">Where it is, and how problems name it.</param>
    public static RulesFolder Look(string path)
    {
        try
        {
            var folder = new DirectoryInfo(path);
            if (!folder.Exists)
            {
                return Bad($"There is no folder {folder.FullName}.");
            }

            var files = Find(folder, 0).Take(MostFiles + 1).ToList();
            var size = files.Sum(file => new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName).Length);
            return files.Count > MostFiles ? Bad($"The folder {folder.FullName} has more than {MostFiles} files in C#.")
                : size > MostBytes ? Bad($"The files in C# in {folder.FullName} have more than {MostBytes} bytes together.")
                : files.Count == 0 ? Bad($"The folder {folder.FullName} has no file in C# (*.cs).")
                : new RulesFolder([.. files.Select(file => Read(file, folder, path)).OrderBy(file => file.Part, StringComparer.Ordinal)], Trouble: null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Bad($"The folder {path} can't be read: {e.Message}");
        }
    }

    public bool Equals(RulesFolder? other) => other is not null && Trouble == other.Trouble && Files.SequenceEqual(other.Files);

    public override int GetHashCode() => HashCode.Combine(Trouble, Files.Count);

    private static RulesFolder Bad(string trouble) => new([], trouble);

    private static IEnumerable<FileInfo> Find(DirectoryInfo folder, int depth) => depth > Deepest ? [] :
    [
        .. folder.EnumerateFiles("*.cs").Where(file => file.Name[0] != '.'),
        .. folder.EnumerateDirectories().Where(inner => inner.Name[0] != '.' && inner.LinkTarget is null && !Left.Contains(inner.Name, StringComparer.Ordinal))
            .SelectMany(inner => Find(inner, depth + 1)),
    ];

    private static CodeFile Read(FileInfo file, DirectoryInfo folder, string path)
    {
        var part = Path.GetRelativePath(folder.FullName, file.FullName).Replace('\\', '/');
        return new CodeFile(Path.Combine(path, part), part, File.ReadAllText(file.FullName));
    }
}
