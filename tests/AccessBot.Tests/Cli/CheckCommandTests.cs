using System.Text.Json;
using AccessBot.Composition;
using AccessBot.Core.Checking;
using AccessBot.Tests.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot check</c> without anything outside: settings and access rules.</summary>
public sealed class CheckCommandTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private static readonly string[] GoodSettings =
    [
        "--Slack:WorkspaceId=T0ACME", "--Slack:BotToken=xoxb-1", "--Slack:SigningSecret=hush", "--OneLogin:Domain=acme.onelogin.com", "--OneLogin:ClientId=id", "--OneLogin:ClientSecret=secret",
    ];

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-check-");

    [Fact]
    public async Task Good_settings_and_rules_are_said_in_two_lines()
    {
        var file = Written(RulesText.Good);

        var outcome = await CheckAsync([.. GoodSettings, $"--Access:File={file}"]);
        var alone = await CheckAsync([file]);
        var rulesOnly = await CheckAsync(["--rules-only", $"--Access:File={file}"]);

        Assert.Equal([$"{file}: 1 flow, 1 target in 1 OneLogin role. The settings are complete.", "No problems."], outcome.Lines);
        Assert.Equal([$"{file}: 1 flow, 1 target in 1 OneLogin role.", "No problems."], alone.Lines);
        Assert.Equal(alone.Lines, rulesOnly.Lines);
        Assert.Equal((0, 0, 0), (outcome.Code, alone.Code, rulesOnly.Code));
    }

    [Theory]
    [InlineData("Slack:WorkspaceId", "C0", "begins with T")]
    [InlineData("Slack:EnterpriseId", "T0", "begins with E")]
    [InlineData("Slack:BotToken", "", "OAuth & Permissions")]
    [InlineData("Slack:SigningSecret", "a b", "Basic Information")]
    [InlineData("Slack:Transport", "Sockets", "neither SocketMode nor Http")]
    [InlineData("Slack:Transport", "0", "neither SocketMode nor Http")]
    [InlineData("Slack:AppToken", "xoxb-1", "begins with xapp-")]
    [InlineData("Slack:AppToken", "xapp-1 ", "begins with xapp-")]
    [InlineData("Slack:BotToken", "xapp-1", "which is for Slack:AppToken")]
    [InlineData("Slack:Command", "access", "begins with a slash")]
    [InlineData("Slack:AlertsChannel", "#alerts", "begins with C or G")]
    [InlineData("Slack:ApiBaseUrl", "ftp://slack", "http(s)")]
    [InlineData("OneLogin:Domain", "", "acme.onelogin.com")]
    [InlineData("OneLogin:Domain", "https://acme.onelogin.com/", "the host alone")]
    [InlineData("OneLogin:BaseUrl", "http://elsewhere.example", "Use https")]
    [InlineData("OneLogin:ClientId", " x", "Set it again without")]
    [InlineData("OneLogin:ClientSecret", "", "API Credentials")]
    [InlineData("OneLogin:UsersPerCall", "501", "1 to 500")]
    [InlineData("OneLogin:UsersPerCall", "many", "the kind that is wanted")]
    [InlineData("Database:Provider", "Oracle", "Sqlite or Postgres")]
    [InlineData("Database:ConnectionString", "accessbot.db", "Data Source=")]
    [InlineData("Database:ConnectionString", "", "does not say where")]
    public async Task A_setting_that_is_wrong_is_told_with_its_key(string key, string value, string words)
    {
        var outcome = await CheckAsync([.. GoodSettings, $"--Access:File={Written(RulesText.Good)}", $"--{key}={value}"]);

        Assert.True(outcome.Code == 1, $"{outcome}");
        Assert.Equal(["1 problem."], outcome.Lines.Skip(1));
        Assert.StartsWith(key, outcome.Lines[0], StringComparison.Ordinal);
        Assert.Contains(words, outcome.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("[bad-setting]", outcome.Lines[0], StringComparison.Ordinal);
        Assert.Empty(outcome.Errors);
    }

    [Theory]
    [InlineData("Slack:SigningSecret", "--Slack:SigningSecret=")]
    [InlineData("Slack:SigningSecret", "--Slack:SigningSecret=", "--Slack:AppToken=xapp-1", "--Slack:Transport=http")]
    [InlineData("Slack:AppToken", "--Slack:SigningSecret=", "--Slack:Transport=SocketMode")]
    [InlineData(null, "--Slack:SigningSecret=", "--Slack:AppToken=xapp-1")]
    [InlineData(null, "--Slack:SigningSecret=", "--Slack:AppToken=xapp-1", "--Slack:Transport=socketmode")]
    [InlineData(null, "--Slack:AppToken=xapp-1", "--Slack:Transport=Http")]
    public async Task What_is_needed_hangs_on_the_door_that_Slack_comes_by(string? missing, params string[] settings)
    {
        var outcome = await CheckAsync([.. GoodSettings, $"--Access:File={Written(RulesText.Good)}", .. settings]);

        Assert.True(outcome.Code == (missing is null ? 0 : 1), $"{outcome}");
        Assert.Equal(missing is null, outcome.Lines.Contains("No problems."));
        Assert.True(missing is null || outcome.Lines[0].StartsWith($"{missing} is not set", StringComparison.Ordinal), $"{outcome}");
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once_and_to_a_program_with_code_place_and_remedy()
    {
        var file = Written(RulesText.With(6, "    oneLoginRole: none").Replace("durations: [30m", "durations: [30 parsecs", StringComparison.Ordinal));
        string[] args = [$"--Access:File={file}", "--Database:Provider=Oracle", "--OneLogin:Domain=acme.onelogin.com"];

        var text = await CheckAsync(args);
        var json = await CheckAsync([.. args, "--json"]);

        Assert.Equal((1, 1), (text.Code, json.Code));
        var said = JsonDocument.Parse(json.Output).RootElement;
        Assert.False(said.GetProperty("ok").GetBoolean());
        var problems = said.GetProperty("problems").EnumerateArray().Select(p => (Code: p.GetProperty("code").GetString(), Place: p.GetProperty("place").GetString(), Remedy: p.GetProperty("remedy").GetString())).ToList();
        Assert.Equal(
            [$"{file}:13:17", $"{file}:6:19", "Database:Provider", "OneLogin:ClientId", "OneLogin:ClientSecret", "Slack:BotToken", "Slack:SigningSecret", "Slack:WorkspaceId"],
            problems.Select(p => p.Place).Order(StringComparer.Ordinal));
        Assert.Equal(["bad-number", "bad-duration"], problems.Where(p => p.Code != CheckCode.BadSetting).Select(p => p.Code));
        Assert.All(problems, p => Assert.False(string.IsNullOrWhiteSpace(p.Remedy)));
        Assert.Equal(problems.Count + 1, text.Lines.Count);
        Assert.Equal("8 problems.", text.Lines[^1]);
        Assert.All(problems, p => Assert.Single(text.Lines, line => line.StartsWith(p.Place!, StringComparison.Ordinal) && line.EndsWith($"[{p.Code}]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_a_problem()
    {
        var outcome = await CheckAsync(["/no/such/access.yaml"]);

        Assert.Equal(1, outcome.Code);
        Assert.Contains("/no/such/access.yaml can't be read", outcome.Lines[0], StringComparison.Ordinal);
        Assert.EndsWith("[unreadable-file]", outcome.Lines[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("argument missing for option: '--explain'", "--explain", "rita")]
    [InlineData("leave it out", "--rules-only", "--online")]
    [InlineData("leave it out", "--rules-only", "--explain", "rita", "production")]
    [InlineData("leave it out", "--break-glass")]
    [InlineData("'--offline'", "a.yaml", "--offline")]
    [InlineData("'b.yaml'", "a.yaml", "b.yaml")]
    public async Task A_command_that_can_not_be_meant_is_refused(string sentence, params string[] words)
    {
        var outcome = await CheckAsync(words);

        Assert.True(outcome.Code == 2, $"{outcome}");
        Assert.Contains(sentence, outcome.Errors, StringComparison.Ordinal);
        Assert.Empty(outcome.Output);
    }

    [Fact]
    public void Of_a_setting_s_sentence_the_first_part_is_what_is_wrong_and_the_rest_what_to_do()
    {
        var problem = SettingsCheck.Problem("Slack:BotToken is not set. Set it to the token. It begins with xoxb.");

        Assert.Equal(new CheckProblem("bad-setting", "Slack:BotToken", "Slack:BotToken is not set.", "Set it to the token. It begins with xoxb."), problem);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Task<CommandOutcome> CheckAsync(string[] args) => CommandOutcome.InProcessAsync(["check", .. args], Limit);

    private string Written(string rules)
    {
        var file = Path.Combine(folder.FullName, "access.yaml");
        File.WriteAllText(file, rules);
        return file;
    }
}
