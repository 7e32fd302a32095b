using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Tests.Sandbox;
using AccessBot.Tests.Support;
using Microsoft.Playwright;

namespace AccessBot.Tests.Dashboard;

/// <summary>The dashboard of a real process in a browser, which tells of everything that the policy for its content forbids.</summary>
public sealed class DashboardPageTests
{
    [Fact]
    public async Task An_admin_sees_servers_and_numbers_and_nothing_that_the_pages_need_is_forbidden()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        using var folder = new AccessBotFolder();
        await using var bot = new AccessBotProcess(AccessBotUnderTest.Binary, folder.SettingsWithDashboardFor(sandbox), static _ => { }, TimeProvider.System);
        sandbox.Attach(bot);
        Assert.True(await bot.StartAsync(), bot.Sentence);
        await using var played = await PlayedPage.OpenAsync(sandbox);

        await played.Page.GotoAsync(bot.JobsUrl.AbsoluteUri);
        await played.Page.GetByText(Cast.Ada.Name).ClickAsync();
        await Assertions.Expect(played.Page.Locator("h1")).ToHaveTextAsync("Overview");
        await Assertions.Expect(played.Page.Locator("canvas").First).ToBeVisibleAsync();
        foreach (var (path, heading) in new[] { ("jobs/enqueued", "Queues"), ("jobs/succeeded", "Succeeded Jobs"), ("retries", "Retries"), ("servers", "Servers") })
        {
            await played.Page.GotoAsync($"{bot.JobsUrl}/{path}");
            await Assertions.Expect(played.Page.Locator("h1")).ToContainTextAsync(heading);
        }

        await Assertions.Expect(played.Page.Locator("tbody tr")).ToHaveCountAsync(4);
        await Assertions.Expect(played.Page.GetByText("revoke", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(played.Troubles);
    }
}
