using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using AccessBot.Sandbox.Slack;
using Microsoft.Extensions.FileProviders;

namespace AccessBot.Sandbox.Page;

/// <summary>
/// The page and its API. State goes out as server-sent events; what people do comes in as JSON, which a foreign web page
/// can't send here without asking first, and nobody answers that.
/// </summary>
internal static class PageEndpoints
{
    // Several changes in a row, such as a click's, are one picture for the eye.
    private static readonly TimeSpan _breath = TimeSpan.FromMilliseconds(40);

    public static void MapPage(this WebApplication app, SandboxServer server)
    {
        var files = new EmbeddedFileProvider(typeof(PageEndpoints).Assembly, "page");
        app.UseDefaultFiles(new DefaultFilesOptions { FileProvider = files, DefaultFileNames = ["index.html"] });
        app.UseStaticFiles(new StaticFileOptions { FileProvider = files, OnPrepareResponse = r => r.Context.Response.Headers.CacheControl = "no-cache" });

        var page = app.MapGroup("/page");
        page.AddEndpointFilter(TellProblemsAsync);
        page.MapGet("/events", (string @as, HttpContext context) =>
        {
            Known(server, @as);
            return TypedResults.ServerSentEvents(FollowAsync(server, @as, app.Lifetime.ApplicationStopping, context.RequestAborted));
        });
        page.MapPost("/say", (SayAsk ask, CancellationToken cancel) => SayAsync(server, ask, cancel));
        page.MapPost("/click", async (ClickAsk ask, CancellationToken cancel) =>
        {
            var desktop = server.Slack.As(ask.As);
            return Outcome(await desktop.ClickAsync(Message(server, ask.As, ask.Channel, ask.Ts), ask.Action, ask.Choice, ask.Block, cancel));
        });
        page.MapPost("/shortcut", async (ShortcutAsk ask, CancellationToken cancel) => Outcome(ask.Ts is null
            ? await server.Slack.As(ask.As).ShortcutAsync(ask.Shortcut, cancel)
            : await server.Slack.As(ask.As).ShortcutOnAsync(Message(server, ask.As, ask.Channel ?? "", ask.Ts), ask.Shortcut, cancel)));

        page.MapPost("/home/open", async (CloseAsk ask, CancellationToken cancel) => Outcome(await server.Slack.As(ask.As).OpenHomeAsync(cancel)));
        page.MapPost("/home/click", async (HomeClickAsk ask, CancellationToken cancel) =>
            Outcome(await server.Slack.As(ask.As).ClickAtHomeAsync(ask.Action, ask.Chosen, ask.Block, cancel)));

        var modal = page.MapGroup("/modal");
        modal.MapPost("/act", async (ActAsk ask, CancellationToken cancel) =>
        {
            var desktop = server.Slack.As(ask.As);
            desktop.Fill(Values(ask.Entries));
            return Outcome(await desktop.ClickInModalAsync(ask.Action, ask.Chosen, ask.Block, cancel));
        });
        modal.MapPost("/submit", async (SubmitAsk ask, CancellationToken cancel) =>
            Outcome(await server.Slack.As(ask.As).SubmitAsync(Values(ask.Entries), cancel)));
        modal.MapPost("/suggest", async (SuggestAsk ask, CancellationToken cancel) =>
        {
            var suggestions = await server.Slack.As(ask.As).SuggestAsync(ask.Action, ask.Typed, ask.Block, cancel);
            return suggestions.Delivery.Problem is { } problem ? Problem(problem) : Results.Text(suggestions.Delivery.ReplyBody, "application/json");
        });
        modal.MapPost("/close", async (CloseAsk ask, CancellationToken cancel) =>
        {
            await server.Slack.As(ask.As).CloseModalAsync(cancellationToken: cancel);
            return Results.NoContent();
        });

        page.MapPost("/trouble", (TroubleAsk ask) =>
        {
            if (ask.OneLogin is { } oneLogin)
            {
                server.Trouble.SetOneLogin(oneLogin);
            }

            if (ask.Slack is { } slack)
            {
                server.Trouble.SetSlack(slack);
            }

            return TypedResults.NoContent();
        });
        page.MapPost("/bot/{verb}", async (string verb, CloseAsk _) =>
        {
            switch (server.Bot, verb)
            {
                case ({ } bot, "kill"):
                    await bot.KillAsync();
                    return Results.NoContent();
                case ({ } bot, "start"):
                    await bot.StartAsync();
                    return Results.NoContent();
                default:
                    return Results.NotFound();
            }
        });
    }

    private static async Task<IResult> SayAsync(SandboxServer server, SayAsk ask, CancellationToken cancel)
    {
        var desktop = server.Slack.As(ask.As);
        var channel = ask.Channel.Length > 0 ? ask.Channel : new Reach(server.Slack).DirectMessage(ask.As).Id;
        var text = ask.Text.Trim();
        if (!text.StartsWith('/'))
        {
            desktop.Say(channel, text);
            return Results.NoContent();
        }

        var words = text.Split(' ', 2, StringSplitOptions.TrimEntries);
        return Outcome(await desktop.CommandAsync(words[0], words.Length > 1 ? words[1] : "", channel, cancel));
    }

    private static async IAsyncEnumerable<SseItem<string>> FollowAsync(
        SandboxServer server, string person, CancellationToken stopping, [EnumeratorCancellation] CancellationToken gone)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, gone);
        while (!end.IsCancellationRequested)
        {
            using var round = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
            var change = Task.WhenAny(
                server.Slack.NextChangeAsync(server.Slack.Version, round.Token),
                server.OneLogin.NextChange.WaitAsync(round.Token),
                server.Bell.Next.WaitAsync(round.Token));
            yield return new SseItem<string>(JsonSerializer.Serialize(new PageView(server, person).Draw(), JsonSerializerOptions.Web), "state");
            await change;
            await round.CancelAsync();

            // A person looks at this, so it is real time also where the sandbox's own clock stands still.
            await Task.Delay(_breath, TimeProvider.System, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async ValueTask<object?> TellProblemsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (NotPossibleInSlackException exception)
        {
            return Problem(exception.Message);
        }
    }

    private static SlackMessage Message(SandboxServer server, string person, string channel, string ts) =>
        server.Slack.Messages(channel).Concat(server.Slack.Ephemerals(person)).FirstOrDefault(m => m.ChannelId == channel && m.Ts == ts)
        ?? throw new NotPossibleInSlackException("The message is gone.");

    private static void Known(SandboxServer server, string person) => _ = server.Slack.As(person);

    private static FormValues Values(IEnumerable<Entry> entries)
    {
        var values = new FormValues();
        foreach (var entry in entries)
        {
            values.Add(entry.Block, entry.Action, entry.Chosen);
        }

        return values;
    }

    private static IResult Outcome(Delivery delivery) => delivery.Problem is { } problem ? Problem(problem) : Results.NoContent();

    private static IResult Problem(string problem) => Results.Json(new { problem }, statusCode: StatusCodes.Status409Conflict);
}
