using AccessBot.Sandbox;
using Microsoft.Playwright;

namespace AccessBot.Tests.Sandbox;

/// <summary>The sandbox's page in Chromium, large as on a laptop, with what went wrong in it.</summary>
internal sealed class PlayedPage : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;

    private PlayedPage(IPlaywright playwright, IBrowser browser, IPage page) => (this.playwright, this.browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    /// <summary>Errors of its scripts, and of what they asked for.</summary>
    public List<string> Troubles { get; } = [];

    public static async Task<PlayedPage> OpenAsync(SandboxServer sandbox)
    {
        Assert.True(File.Exists(Chromium), $"There is no {Chromium}, which the tests of the page play in; tests/run installs it (apt-get install chromium).");
        Assertions.SetDefaultExpectTimeout(60_000);
        var driver = await Playwright.CreateAsync();
        var chromium = await driver.Chromium.LaunchAsync(new() { ExecutablePath = Chromium, Args = ["--no-sandbox", "--disable-background-networking"] });
        var page = await chromium.NewPageAsync(new() { ViewportSize = new() { Width = 1400, Height = 900 } });
        page.SetDefaultTimeout(60_000);
        var played = new PlayedPage(driver, chromium, page);
        page.PageError += (_, error) => played.Troubles.Add(error);
        page.Console += (_, line) =>
        {
            if (line.Type == "error")
            {
                played.Troubles.Add(line.Text);
            }
        };
        await page.GotoAsync(sandbox.Url.AbsoluteUri);
        return played;
    }

    public ILocator Part(string testId) => Page.GetByTestId(testId);

    /// <summary>The latest message that is not for one person only.</summary>
    public ILocator Request => Page.Locator("[data-testid=message]:not(.mine)").Last;

    /// <summary>The latest message for this person only.</summary>
    public ILocator ToldOnlyMe => Page.Locator("[data-testid=message].mine").Last;

    public async Task SayAsync(string text)
    {
        await Part("composer").FillAsync(text);
        await Part("composer").PressAsync("Enter");
    }

    public Task BecomeAsync(CastMember person) => Part("person-" + person.SlackId).ClickAsync();

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
