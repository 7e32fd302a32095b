using System.Globalization;
using AccessBot.Sandbox;
using Microsoft.Playwright;

namespace AccessBot.Tests.Sandbox;

/// <summary>The page in a browser, by keyboard and mouse, with a stand-in for the bot.</summary>
public sealed class SandboxPageTests
{
    private const string Chromium = "/usr/bin/chromium";

    [Fact]
    public async Task A_person_asks_in_the_modal_another_approves_and_the_role_counts_down()
    {
        Assert.SkipUnless(File.Exists(Chromium), "Needs Debian's chromium.");
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System, TestContext.Current.CancellationToken);
        await using var bot = await StandInBot.StartAsync(sandbox);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-background-networking"] });
        var page = await browser.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 } });
        var troubles = new List<string>();
        page.PageError += (_, error) => troubles.Add(error);
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
            {
                troubles.Add(line.Text);
            }
        };

        await page.GotoAsync(sandbox.Url.AbsoluteUri);
        await page.GetByTestId("composer").FillAsync("/access");
        await page.GetByTestId("composer").PressAsync("Enter");
        await page.GetByLabel("Access", new() { Exact = true }).SelectOptionAsync("production");
        await Assertions.Expect(page.GetByTestId("modal")).ToContainTextAsync("For production");
        await page.GetByLabel("Reason").FillAsync("short");
        await page.GetByTestId("modal-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("error-reason")).ToHaveTextAsync("Say it in at least 10 characters.");
        await page.GetByLabel("Reason").FillAsync("Disk full on db-7 <b>& more</b>");
        await page.GetByTestId("input-ticket").PressSequentiallyAsync("INC");
        await page.GetByTestId("option").First.ClickAsync();
        await ShotAsync(page, "modal");
        await page.GetByTestId("modal-submit").ClickAsync();
        await Assertions.Expect(page.GetByTestId("modal")).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("message").First).ToContainTextAsync("Rita Vale asks for Production Admin for 30 seconds");
        await Assertions.Expect(page.GetByTestId("message").First).ToContainTextAsync("Disk full on db-7 <b>& more</b>");
        await page.GetByTestId("action-approve").ClickAsync();
        await Assertions.Expect(page.GetByText("Only visible to you")).ToBeVisibleAsync();
        await ShotAsync(page, "asked");

        await page.GetByTestId("person-U0ANA").ClickAsync();
        await page.GetByTestId("action-approve").ClickAsync();
        var granted = page.GetByTestId("member-81878-1001");
        await Assertions.Expect(granted).ToContainTextAsync("by AccessBot");
        await Assertions.Expect(page.GetByTestId("left-81878-1001")).ToContainTextAsync("left");
        await Assertions.Expect(page.GetByTestId("member-81878-1007")).ToContainTextAsync("standing");
        await Assertions.Expect(page.GetByTestId("calls")).ToContainTextAsync("Rita Vale added to Production Admin");
        await Assertions.Expect(page.GetByTestId("action-approve")).ToHaveCountAsync(0);
        await ShotAsync(page, "granted");

        await page.GetByTestId("person-U0RITA").ClickAsync();
        await page.GetByTestId("conversation-direct").ClickAsync();
        await Assertions.Expect(page.GetByTestId("message").Last).ToContainTextAsync("🔑");
        sandbox.OneLogin.RemoveByHand(Cast.ProductionAdmin, Cast.Rita.OneLoginId!.Value);
        await Assertions.Expect(granted).ToHaveCountAsync(0);
        await page.GetByTestId("onelogin-down").CheckAsync();
        await Assertions.Expect(page.GetByTestId("onelogin-down")).ToBeCheckedAsync();
        await ShotAsync(page, "direct");

        Assert.Empty(troubles);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollHeight <= innerHeight"), "The page as a whole scrolls.");
    }

    private static async Task ShotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("SANDBOX_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}.png")) });
        }
    }
}
