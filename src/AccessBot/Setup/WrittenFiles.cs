using System.Text;

namespace AccessBot.Setup;

/// <summary>Writes several files, all or none: each is made whole beside its place, then they are moved there, and back if one can't be.</summary>
internal static class WrittenFiles
{
    private const UnixFileMode ForItsOwner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode ForAll = ForItsOwner | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    private static readonly UTF8Encoding WithoutMark = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>In the order given: what refers to others comes last.</summary>
    /// <exception cref="IOException">One can't be written; nothing is changed.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    public static void Write(IReadOnlyList<FileToWrite> files)
    {
        var made = new List<(FileToWrite File, string Beside, string Place)>();
        var moved = new Stack<(string Place, string? Before)>();
        try
        {
            foreach (var file in files)
            {
                MakeFolder(Path.GetDirectoryName(file.Path)!, file.IsSecret);

                // A link stays one.
                var place = (file.IsThere ? File.ResolveLinkTarget(file.Path, returnFinalTarget: true)?.FullName : null) ?? file.Path;
                var beside = Path.Combine(Path.GetDirectoryName(place)!, $".{Path.GetFileName(place)}.{Guid.NewGuid():N}");
                made.Add((file, beside, place));
                Make(beside, file.Text, file.IsThere && !OperatingSystem.IsWindows() ? File.GetUnixFileMode(place) : file.IsSecret ? ForItsOwner : ForAll);
            }

            foreach (var (file, beside, place) in made)
            {
                var before = file.IsThere ? $"{beside}.before" : null;
                if (before is not null)
                {
                    File.Copy(place, before);
                }

                moved.Push((place, before));
                File.Move(beside, place, overwrite: !file.OnlyIfNew);
            }
        }
        catch
        {
            foreach (var (place, before) in moved)
            {
                TakeBack(place, before, made.Single(file => file.Place == place).Beside);
            }

            throw;
        }
        finally
        {
            foreach (var left in made.SelectMany(file => new[] { file.Beside, $"{file.Beside}.before" }))
            {
                File.Delete(left);
            }
        }
    }

    /// <summary>What is still beside its place was not moved there: what is at that place is not ours.</summary>
    private static void TakeBack(string place, string? before, string beside)
    {
        if (File.Exists(beside))
        {
            return;
        }

        if (before is null)
        {
            File.Delete(place);
        }
        else
        {
            File.Move(before, place, overwrite: true);
        }
    }

    private static void MakeFolder(string folder, bool isSecret)
    {
        if (Directory.Exists(folder))
        {
            return;
        }

        if (isSecret && !OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder, ForItsOwner | UnixFileMode.UserExecute);
        }
        else
        {
            Directory.CreateDirectory(folder);
        }
    }

    private static void Make(string path, string text, UnixFileMode mode)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            // From the first moment; what a process may not give others by default is set afterwards.
            options.UnixCreateMode = mode & ForItsOwner;
        }

        using (var file = new FileStream(path, options))
        {
            file.Write(WithoutMark.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }
}
