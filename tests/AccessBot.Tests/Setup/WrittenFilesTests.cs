using AccessBot.Setup;

namespace AccessBot.Tests.Setup;

/// <summary>Several files, all or none.</summary>
public sealed class WrittenFilesTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-files-");

    [Fact]
    public void Where_one_can_not_be_written_none_is_and_nothing_is_left_beside_them()
    {
        File.WriteAllText(At("a"), "before");
        Directory.CreateDirectory(At("taken"));

        Assert.ThrowsAny<Exception>(() => WrittenFiles.Write([Secret("a", "after"), Secret("secrets/b", "new"), Secret("taken", "a folder is there")]));

        Assert.Equal("before", File.ReadAllText(At("a")));
        Assert.Equal([At("a")], Directory.EnumerateFiles(folder.FullName, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void One_that_came_meanwhile_and_must_be_new_is_kept()
    {
        File.WriteAllText(At("settings"), "before");
        File.WriteAllText(At("rules"), "somebody's");

        Assert.ThrowsAny<IOException>(() => WrittenFiles.Write([Secret("settings", "after"), Secret("rules", "ours") with { OnlyIfNew = true }]));

        Assert.Equal(("before", "somebody's"), (File.ReadAllText(At("settings")), File.ReadAllText(At("rules"))));
        Assert.Equal(2, Directory.EnumerateFiles(folder.FullName).Count());
    }

    [Fact]
    public void A_link_stays_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links are for administrators there.");
        File.WriteAllText(At("there"), "before");
        File.CreateSymbolicLink(At("link"), At("there"));

        WrittenFiles.Write([Secret("link", "after")]);

        Assert.Equal("after", File.ReadAllText(At("there")));
        Assert.NotNull(new FileInfo(At("link")).LinkTarget);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(folder.FullName, name);

    private FileToWrite Secret(string name, string text) => new(At(name), text, IsSecret: true);
}
