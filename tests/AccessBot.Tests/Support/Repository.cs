namespace AccessBot.Tests.Support;

/// <summary>The source tree that the tests run in.</summary>
internal static class Repository
{
    public static readonly string Root = FindRoot();

    /// <summary>A file's path by its path within the tree.</summary>
    public static string File(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder.FullName, "AccessBot.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run outside the source tree.");
    }
}
