using System.Text;

namespace AccessBot.Secrets;

/// <summary>Secrets in files, as container platforms mount them.</summary>
/// <remarks>Nothing watches them: Kubernetes swaps a symbolic link some folders above, which a watcher of the file doesn't see.</remarks>
internal static class SecretFile
{
    /// <summary>As much as a secret of Secrets Manager may have.</summary>
    private const int MostBytes = 64 * 1024;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads one, without the line break that editors and <c>echo</c> leave at the end.</summary>
    /// <exception cref="SecretException">It can't be read.</exception>
    public static async Task<SecretReading> ReadAsync(string path, CancellationToken cancel)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new SecretException("'file:' names no file. Give its path behind it.");
        }

        var place = Path.GetFullPath(path);
        try
        {
            return new SecretReading(Text(await BytesAsync(place, cancel)), version: null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SecretException($"there is no file {place}.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new SecretException(Directory.Exists(place)
                ? $"{place} is a folder. Give the path of the file in it."
                : $"the file {place} may not be read by the user that AccessBot runs as.", e);
        }
        catch (IOException e)
        {
            throw new SecretException($"the file {place} can't be read: {e.Message}", e);
        }
        catch (DecoderFallbackException)
        {
            throw new SecretException($"the file {place} is not text in UTF-8.");
        }
    }

    private static async Task<ReadOnlyMemory<byte>> BytesAsync(string place, CancellationToken cancel)
    {
        await using var file = new FileStream(place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.Asynchronous);
        var bytes = new byte[MostBytes + 1];
        var read = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return read > MostBytes ? throw new SecretException($"the file {place} is larger than {MostBytes / 1024} KiB, which is no secret.") : bytes.AsMemory(0, read);
    }

    private static string Text(ReadOnlyMemory<byte> bytes)
    {
        var text = Strict.GetString(bytes.Span).TrimStart('\uFEFF');
        return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
    }
}
