using System.Text.RegularExpressions;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Tests.Journeys;
using AccessBot.Tests.Support;
using Microsoft.Playwright;

namespace AccessBot.Tests.Sandbox;

/// <summary>The page in a browser, by keyboard and mouse: with AccessBot itself, and with a stand-in for what AccessBot doesn't show of Slack.</summary>
public sealed class SandboxPageTests
{
    private const string Member = "member-81878-1001";
    private const string Left = "left-81878-1001";

    [Fact]
    public async Task Access_is_asked_for_approved_and_granted_and_ends_on_time_before_ones_eyes()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        using var folder = new AccessBotFolder();
        await ShortenAsync(folder, "10s");
        await using var bot = Bot(sandbox, folder);
        Assert.True(await bot.StartAsync(), bot.Sentence);
        await using var played = await PlayedPage.OpenAsync(sandbox);

        await OpenFormAsync(played, sandbox);
        await played.Part("input-reason").FillAsync("Disk full on db-7 <b>& more</b>");
        await played.Part("input-field.ticket").FillAsync("the usual");
        await played.Part("modal-submit").ClickAsync();
        await Assertions.Expect(played.Part("field-field.ticket").GetByTestId("error-field.ticket")).ToContainTextAsync("Ticket");
        await Assertions.Expect(played.Part("error-reason")).ToHaveCountAsync(0);
        await played.Part("input-field.ticket").FillAsync("OPS-17");
        await played.Part("modal-submit").ClickAsync();
        await Assertions.Expect(played.Part("modal")).ToHaveCountAsync(0);
        await Assertions.Expect(played.Request).ToContainTextAsync("Disk full on db-7 <b>& more</b>");
        await played.Part("action-approve").ClickAsync();
        await Assertions.Expect(played.ToldOnlyMe).ToContainTextAsync("This is your own request");
        await Assertions.Expect(played.Part(Member)).ToHaveCountAsync(0);

        await played.BecomeAsync(Cast.Ana);
        await played.Part("action-approve").ClickAsync();
        await Assertions.Expect(played.Part(Member)).ToContainTextAsync("by AccessBot");
        await Assertions.Expect(played.Part(Left)).ToContainTextAsync("left");
        await Assertions.Expect(played.Part("member-81878-1007")).ToContainTextAsync("standing");
        await Assertions.Expect(played.Part("action-approve")).ToHaveCountAsync(0);

        await Assertions.Expect(played.Part(Member)).ToHaveCountAsync(0);
        await Assertions.Expect(played.Request).ToContainTextAsync("Expired");
        await Assertions.Expect(played.Part("calls")).ToContainTextAsync("Rita Vale removed from Production Admin");
        await played.BecomeAsync(Cast.Rita);
        await played.Part("conversation-direct").ClickAsync();
        await Assertions.Expect(played.Request).ToContainTextAsync("Expired");

        await played.Part("shortcut-ask").ClickAsync();
        await Assertions.Expect(played.Part("input-reason")).ToHaveValueAsync("");
        await played.Part("modal-cancel").ClickAsync();
        await Assertions.Expect(played.Part("modal")).ToHaveCountAsync(0);
        await played.Part("shortcut-ask.about").First.ClickAsync(new() { Force = true });
        await Assertions.Expect(played.Part("input-reason")).ToHaveValueAsync(new Regex("^About https://sandbox\\.slack\\.com/archives/", RegexOptions.None, TimeSpan.FromSeconds(1)));
        Assert.Empty(played.Troubles);
        Assert.True(await played.Page.EvaluateAsync<bool>("document.documentElement.scrollHeight <= innerHeight"), "The page as a whole scrolls.");
    }

    [Fact]
    public async Task A_form_with_fields_of_every_kind_changes_while_it_is_filled_in_by_hand()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        using var folder = new AccessBotFolder();
        await File.WriteAllTextAsync(folder.RulesFile, FormTests.Rules);
        await using var bot = Bot(sandbox, folder);
        Assert.True(await bot.StartAsync(), bot.Sentence);
        await using var played = await PlayedPage.OpenAsync(sandbox);

        await OpenFormAsync(played, sandbox);
        await played.Part("input-target:all").SelectOptionAsync("production");
        await played.Part("input-privilege:all").SelectOptionAsync("member");
        await played.Part("input-duration:all").SelectOptionAsync("until");
        await played.Part("input-until:all").FillAsync(await played.Page.EvaluateAsync<string>(
            "(() => { const at = new Date(Date.now() + 7200000); return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16); })()"));
        await played.Part("input-field.ticket").FillAsync("OPS-17");
        await played.Part("input-field.plan").FillAsync("First look,\nthen leap.");
        await played.Part("input-field.hosts").FillAsync("3");
        await played.Part("input-field.outage").GetByLabel("Yes").CheckAsync();
        await played.Part("input-field.urgency:all").SelectOptionAsync("high");
        await played.Part("input-field.waiting").GetByLabel("Otto Berg").CheckAsync();
        await played.Part("input-field.systems:all").PressSequentiallyAsync("system 249");
        await played.Part("option").GetByText("System 249", new() { Exact = true }).ClickAsync();
        await played.Part("input-field.owner").SelectOptionAsync(Cast.Petra.SlackId);
        await played.Part("input-field.window").FillAsync("90m");
        await played.Part("modal-submit").ClickAsync();

        await Assertions.Expect(played.Part("modal")).ToHaveCountAsync(0);
        foreach (var words in new[] { "until", "Ticket: OPS-17", "then leap.", "Hosts: 3", "Outage: Yes", "Urgency: Somebody is waiting", "@Otto Berg", "System 249", "@Petra Kade", "1 hour 30 minutes" })
        {
            await Assertions.Expect(played.Request).ToContainTextAsync(words);
        }

        Assert.Empty(played.Troubles);
    }

    [Fact]
    public async Task What_only_other_bots_use_of_Slack_works_too()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        await using var bot = await StandInBot.StartAsync(sandbox);
        await using var played = await PlayedPage.OpenAsync(sandbox);

        await played.SayAsync("/access");
        await played.Part("input-reason").FillAsync("Disk full on db-7");
        await played.Page.GetByLabel("Access", new() { Exact = true }).SelectOptionAsync("production");
        await Assertions.Expect(played.Part("modal")).ToContainTextAsync("For production");
        await Assertions.Expect(played.Part("input-reason")).ToHaveValueAsync("Disk full on db-7");
        await played.Part("input-ticket").PressSequentiallyAsync("INC");
        await played.Part("option").First.ClickAsync();
        await played.Part("modal-submit").ClickAsync();
        await Assertions.Expect(played.Part("modal")).ToHaveCountAsync(0);
        await Assertions.Expect(played.Part("message")).ToContainTextAsync("INC-1");
        await played.Part("conversation-direct").ClickAsync();
        await Assertions.Expect(played.Part("message")).ToContainTextAsync("🔑");
        await played.Part("onelogin-down").CheckAsync();
        await Assertions.Expect(played.Part("onelogin-down")).ToBeCheckedAsync();

        Assert.Empty(played.Troubles);
    }

    /// <summary>Takes the picture in the README: <c>-explicit only -method "*README*"</c>.</summary>
    [Fact(Explicit = true)]
    public async Task The_README_has_a_picture_of_a_grant_that_runs()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        using var folder = new AccessBotFolder();
        await using var bot = Bot(sandbox, folder);
        Assert.True(await bot.StartAsync(), bot.Sentence);
        await using var played = await PlayedPage.OpenAsync(sandbox);
        await AskAsync(played, sandbox, "Let me have a look at the new cluster", "OPS-12");
        await played.BecomeAsync(Cast.Ben);
        await played.Part("action-deny").ClickAsync();
        await played.Part("confirm-yes").ClickAsync();
        await Assertions.Expect(played.Request).ToContainTextAsync("Denied");
        await played.BecomeAsync(Cast.Rita);
        await AskAsync(played, sandbox, "Disk full on db-7, the failover needs an admin", "OPS-17");
        await played.BecomeAsync(Cast.Ana);

        await played.Part("action-approve").ClickAsync();
        await Assertions.Expect(played.Request).ToContainTextAsync("Granted");
        await played.Page.Mouse.MoveAsync(700, 700);
        await Assertions.Expect(played.Part(Left)).ToContainTextAsync("0:2");
        var folderOfSource = Path.Combine(AppContext.BaseDirectory, "../../../../../src/AccessBot.Sandbox");
        var picture = await played.Page.ScreenshotAsync(new() { Path = Path.Combine(folderOfSource, "sandbox.png") });

        Assert.InRange(picture.Length, 1, 400_000);
    }

    private static async Task AskAsync(PlayedPage played, SandboxServer sandbox, string reason, string ticket)
    {
        await OpenFormAsync(played, sandbox);
        await played.Part("input-reason").FillAsync(reason);
        await played.Part("input-field.ticket").FillAsync(ticket);
        await played.Part("modal-submit").ClickAsync();
        await Assertions.Expect(played.Part("modal")).ToHaveCountAsync(0);
        await Assertions.Expect(played.Request).ToContainTextAsync(reason);
    }

    private static AccessBotProcess Bot(SandboxServer sandbox, AccessBotFolder folder)
    {
        var bot = new AccessBotProcess(AccessBotUnderTest.Binary, folder.SettingsFor(sandbox), static _ => { }, TimeProvider.System);
        sandbox.Attach(bot);
        return bot;
    }

    /// <summary>The sandbox's own rules, with a shorter life.</summary>
    private static async Task ShortenAsync(AccessBotFolder folder, string duration)
    {
        var rules = await File.ReadAllTextAsync(folder.RulesFile);
        Assert.Contains("[30s, ", rules, StringComparison.Ordinal);
        await File.WriteAllTextAsync(folder.RulesFile, rules.Replace("[30s, ", $"[{duration}, ", StringComparison.Ordinal));
    }

    /// <summary>Types the command, and again if AccessBot, only just started, was too late for Slack's three seconds.</summary>
    private static async Task OpenFormAsync(PlayedPage played, SandboxServer sandbox)
    {
        for (var tries = 1; ; tries++)
        {
            await played.SayAsync("/access");
            try
            {
                await sandbox.Slack.WaitUntilAsync(s => s.OpenView(Cast.Rita.SlackId)?.Json.GetRawText().Contains("field.ticket", StringComparison.Ordinal) == true, "the form is open");
                return;
            }
            catch (TimeoutException) when (tries < 6)
            {
                // As above.
            }
        }
    }
}
