using AccessBot.Setup;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Setup;

/// <summary>The file of settings, changed line by line.</summary>
public sealed class SettingsFileTests
{
    private const string Somebodys = "# mine\n; and mine\n\nexport PATH_OF_MINE=a\nSlack__BotToken='xoxb-1'\nSlack__Command=\"/say \\\"it\\\"\"\r\nslack__command=/last\nUnknown__Key=kept  \n\n# end";

    [Fact]
    public void What_is_not_changed_stays_byte_for_byte()
    {
        var file = Read(Somebodys);

        Assert.Equal(Somebodys, file.Text);
        Assert.Equal(Somebodys, file.With([new("Slack:Command", "/last"), new("Slack:BotToken", "xoxb-1")]).Text);
        Assert.Equal(("xoxb-1", "/last", "kept"), (file.Settings["Slack:BotToken"], file.Settings["Slack:Command"], file.Settings["Unknown:Key"]));
        Assert.DoesNotContain("PATH_OF_MINE", file.Settings.Keys);
    }

    [Fact]
    public void A_key_is_changed_where_it_counts_and_a_new_one_comes_last()
    {
        var changed = Read("Slack__Command=/a\nSlack__Command=/b\n# c").With([new("Slack:Command", "/d"), new("Access:File", "/etc/a b/access.yaml")]);

        Assert.Equal("Slack__Command=/a\nSlack__Command=/d\n# c\nAccess__File=\"/etc/a b/access.yaml\"\n", changed.Text);
    }

    [Fact]
    public void One_that_is_new_begins_with_what_it_is() =>
        Assert.Equal($"{SettingsFile.Heading}\nSlack__Command=/a\nOneLogin__Domain=b\n", SettingsFile.Empty.With([new("Slack:Command", "/a"), new("OneLogin:Domain", "b")]).Text);

    [Theory]
    [InlineData("A__B=\"open")]
    [InlineData("A__B='open")]
    [InlineData("A__B=goes on\\")]
    public void A_line_that_does_not_end_is_told_with_its_place(string line)
    {
        var (file, problem) = SettingsFile.Read($"X=1\n{line}\nrest'\"\n", "settings.env");

        Assert.Null(file);
        Assert.StartsWith("settings.env:2: ", problem, StringComparison.Ordinal);
    }

    /// <summary>sh is the strictest of those who read it.</summary>
    [Theory]
    [InlineData("plain/value:1#key")]
    [InlineData("Data Source=/var/lib/a b.db")]
    [InlineData("it's \"$HOME\" `id` \\ & more; #no")]
    [InlineData("")]
    public async Task What_is_written_is_read_by_sh_and_by_setup_as_it_was(string value)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There is no sh.");
        var file = SettingsFile.Empty.With([new("A:B", value)]);

        var told = await CommandOutcome.OfProgramAsync("sh", ["-c", $"set -a\n{file.Text}\nprintf %s \"$A__B\""], new Dictionary<string, string>(StringComparer.Ordinal), TimeSpan.FromMinutes(1));

        Assert.Equal((0, value, ""), (told.Code, told.Output, told.Errors));
        Assert.Equal(value, Read(file.Text).Settings["A:B"]);
    }

    [Fact]
    public void That_of_deploy_is_read_whole()
    {
        var file = Read(File.ReadAllText(Repository.File("deploy/systemd/settings.env")));

        Assert.Equal(9, file.Settings.Count);
        Assert.Equal("Data Source=/var/lib/accessbot/accessbot.db", file.Settings["Database:ConnectionString"]);
        Assert.All(KeptSecret.All.Where(secret => file.Settings.ContainsKey(secret.Setting) && secret.File != "database"), secret => Assert.Equal($"file:/etc/accessbot/secrets/{secret.File}", file.Settings[secret.Setting]));
    }

    private static SettingsFile Read(string text) => SettingsFile.Read(text, "settings.env").File!;
}
