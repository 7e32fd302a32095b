using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Benchmarks;

/// <summary>
/// A sandbox in this process and AccessBot in a child of it, over loopback: a process of its own has its own threads and
/// garbage, as in production, and the measuring one is not slowed by what it measures. Both have the machine's clock.
/// </summary>
internal sealed class Stage : IAsyncDisposable
{
    private const string Flow = "bench";
    private const string Reason = "a benchmark run";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FormPatience = TimeSpan.FromSeconds(10);

    private readonly AccessBotFolder _folder;
    private readonly SandboxServer _server;
    private readonly AccessBotProcess _bot;
    private readonly ServiceProvider _database;

    private Stage(AccessBotFolder folder, SandboxServer server, AccessBotProcess bot, ServiceProvider database) =>
        (_folder, _server, _bot, _database) = (folder, server, bot, database);

    /// <param name="provider">Which database.</param>
    /// <param name="connectionString">Where it is; null takes a file that goes with the stage.</param>
    /// <param name="people">How many requesters, numbered from 0.</param>
    /// <param name="durations">What can be asked for.</param>
    public static async Task<Stage> SetAsync(DatabaseProvider provider, string? connectionString, int people, IEnumerable<TimeSpan> durations)
    {
        var binary = await AccessBotBinary.FindAsync(Console.WriteLine, CancellationToken.None)
            ?? throw new InvalidOperationException("There is no AccessBot to measure.");
        var folder = new AccessBotFolder();
        await File.WriteAllTextAsync(folder.RulesFile, Rules(durations));
        var server = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        for (var i = 0; i < people; i++)
        {
            server.Slack.Add(new SlackPerson(SlackIdOf(i), $"person{i}", $"Person {i}", $"person{i}@acme.example"));
            server.OneLogin.AddUser(new OneLoginUser { Id = OneLoginIdOf(i), Email = $"person{i}@acme.example", Firstname = "Person", Lastname = $"{i}" });
        }

        var settings = new Dictionary<string, string>(folder.SettingsFor(server), StringComparer.Ordinal) { ["Database__Provider"] = $"{provider}" };
        settings["Logging__LogLevel__AccessBot"] = "Warning";
        settings["Database__ConnectionString"] = connectionString ?? settings["Database__ConnectionString"];
        var bot = new AccessBotProcess(binary, settings, line => Console.Error.WriteLine(line), TimeProvider.System);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(s => new KeyValuePair<string, string?>(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value))).Build();
        var stage = new Stage(folder, server, bot,
            new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPersistence(configuration).BuildServiceProvider());
        if (!await bot.StartAsync())
        {
            await stage.DisposeAsync();
            throw new InvalidOperationException("AccessBot did not start; its last lines say why.");
        }

        server.Slack.ConnectTo(bot.EventsUrl);
        return stage;
    }

    /// <summary>Asks as this person, and waits until the approvers' message and the direct message are there.</summary>
    /// <returns>The approvers' message.</returns>
    public async Task<SlackMessage> AskAsync(int person, long role, TimeSpan duration)
    {
        var slack = _server.Slack;
        var id = SlackIdOf(person);
        var before = slack.Messages(Cast.AccessRequests).Select(m => m.Ts).ToHashSet(StringComparer.Ordinal);
        while (!await OpensFormAsync(id))
        {
            // A trigger lives three seconds, which a busy machine may miss; then AccessBot asks to type it again.
        }

        var sent = await slack.As(id).SubmitAsync(new FormValues
        {
            { $"target:{Flow}", "target", role == Cast.CustomerData ? "second" : "first" },
            { $"duration:{Flow}", "duration", $"{(int)duration.TotalSeconds}" },
            { "reason", "reason", Reason },
        });
        return sent.ReplyBody.Length > 0 ? throw new InvalidOperationException($"The form was not taken: {sent.ReplyBody}") : await slack.WaitForAsync(
            s => s.Messages(Cast.AccessRequests).FirstOrDefault(m => !before.Contains(m.Ts)), "the approvers' message", Patience);
    }

    /// <summary>Approves, and waits until the approvers' message says that it is granted.</summary>
    /// <returns>From the click's leaving Slack to OneLogin's getting the call.</returns>
    public async Task<TimeSpan> ApproveAsync(SlackMessage message, int person)
    {
        var calls = _server.OneLogin.Calls;
        var before = calls.All.Count;
        var click = await _server.Slack.As(Cast.Ana.SlackId).ClickAsync(message, "approve");
        await _server.OneLogin.WaitForAsync(_ => Call(calls.All, before, "POST", person) is not null, Patience);
        var added = Call(calls.All, before, "POST", person)!;
        await _server.Slack.WaitUntilAsync(
            s => s.Messages(message.ChannelId).Single(m => m.Ts == message.Ts).Blocks.GetRawText().Contains("\"revoke\"", StringComparison.Ordinal), "the grant", Patience);
        return added.At - click.At;
    }

    /// <summary>Waits until the role has been taken from all of these people.</summary>
    /// <returns>How much later each call came than the end that the row says.</returns>
    public async Task<IReadOnlyList<TimeSpan>> LatenessAsync(IReadOnlyList<int> people, long role, TimeSpan limit)
    {
        var calls = _server.OneLogin.Calls;
        await _server.OneLogin.WaitForAsync(_ => Removed().Count() == people.Count, limit);
        await using var context = await _database.GetRequiredService<IDbContextFactory<AccessBotContext>>().CreateDbContextAsync();
        var ends = await context.Requests.AsNoTracking().Where(r => r.Role == role).ToDictionaryAsync(r => r.OneLoginUser, r => r.EndsAt!.Value);
        return [.. Removed().Select(call => call.At - ends[call.Ids[0]])];

        IEnumerable<OneLoginCall> Removed() =>
            calls.Writes.Where(c => c.Method == "DELETE" && people.Any(p => OneLoginIdOf(p) == c.Ids[0]));
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await _server.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> OpensFormAsync(string person)
    {
        await _server.Slack.As(person).CommandAsync("/access");
        try
        {
            await _server.Slack.WaitUntilAsync(
                s => s.OpenView(person) is { } view && view.Json.GetRawText().Contains("\"reason\"", StringComparison.Ordinal), "the form", FormPatience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static OneLoginCall? Call(IReadOnlyList<OneLoginCall> calls, int from, string method, int person) =>
        calls.Skip(from).FirstOrDefault(c => c.Method == method && c.Effect.Count > 0 && c.Ids[0] == OneLoginIdOf(person));

    private static string SlackIdOf(int person) => $"U0BENCH{person}";

    private static long OneLoginIdOf(int person) => 50_000 + person;

    private static string Rules(IEnumerable<TimeSpan> durations) =>
        $$"""
        version: 1
        admins: [ada@acme.example]
        targets:
          first: { label: Production Admin, oneLoginRole: {{Cast.ProductionAdmin}}, privilege: member }
          second: { label: Customer Data Reader, oneLoginRole: {{Cast.CustomerData}}, privilege: member }
        flows:
          {{Flow}}:
            label: Production access
            targets: [first, second]
            durations: [{{string.Join(", ", durations.Select(d => $"{(int)d.TotalSeconds}s"))}}]
            reason: { required: true, minLength: 10 }
            requesters: [everyone]
            approvers:
              - { anyOf: [ { slackGroup: {{Cast.Responders}} } ], count: 1 }
            notify:
              - { channel: {{Cast.AccessRequests}} }
        """;
}
