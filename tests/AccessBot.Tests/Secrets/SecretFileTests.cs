using System.Text;
using AccessBot.Secrets;

namespace AccessBot.Tests.Secrets;

public sealed class SecretFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-secrets-");

    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("s3cret\r\n", "s3cret")]
    [InlineData("s3cret\n\n", "s3cret\n")]
    [InlineData("two\nlines\n", "two\nlines")]
    [InlineData("\uFEFFs3cret\n", "s3cret")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    public async Task A_file_is_taken_as_it_is_but_for_one_line_break_at_its_end(string text, string value) =>
        Assert.Equal(value, await ValueAsync(Write(Encoding.UTF8.GetBytes(text))));

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("\n", "is empty")]
    public async Task A_file_with_nothing_in_it_is_told(string text, string sentence) => await RefusedAsync(Write(Encoding.UTF8.GetBytes(text)), sentence);

    [Fact]
    public async Task A_file_that_is_no_secret_is_told()
    {
        await RefusedAsync(Write([0xff, 0xfe]), "is not text in UTF-8");
        await RefusedAsync(Write(new byte[64 * 1024 + 1]), "is larger than 64 KiB");
        await RefusedAsync(folder.FullName, "is a folder");
        await RefusedAsync(Path.Combine(folder.FullName, "missing"), "there is no file");
        await RefusedAsync("/no/such/folder/token", "there is no file /no/such/folder/token");
        await RefusedAsync("", "'file:' names no file");
    }

    [Fact]
    public async Task A_link_that_is_swapped_is_followed_to_where_it_leads_now()
    {
        // As Kubernetes mounts them: token -> ..data/token, ..data -> ..2026_01, and the second link is replaced.
        foreach (var (version, text) in new[] { ("1", "old"), ("2", "new") })
        {
            File.WriteAllText(Path.Combine(folder.CreateSubdirectory(version).FullName, "token"), text);
        }

        var data = Path.Combine(folder.FullName, "..data");
        Directory.CreateSymbolicLink(data, Path.Combine(folder.FullName, "1"));
        var token = Path.Combine(folder.FullName, "token");
        File.CreateSymbolicLink(token, Path.Combine(data, "token"));
        var before = await ValueAsync(token);

        Directory.Delete(data);
        Directory.CreateSymbolicLink(data, Path.Combine(folder.FullName, "2"));
        var after = await ValueAsync(token);

        Assert.Equal(("old", "new"), (before, after));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<string> ValueAsync(string path) =>
        (await SecretFile.ReadAsync(path, TestContext.Current.CancellationToken)).Value(SecretReference.Read($"file:{path}")!);

    private static async Task RefusedAsync(string path, string sentence) =>
        Assert.Contains(sentence, (await Assert.ThrowsAsync<SecretException>(() => ValueAsync(path))).Message, StringComparison.Ordinal);

    private string Write(byte[] bytes)
    {
        var path = Path.Combine(folder.FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
