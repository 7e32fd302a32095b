using System.Globalization;
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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan FormPatience = TimeSpan.FromSeconds(10);

    private readonly AccessBotFolder _folder;
    private readonly AccessBotProcess _bot;
    private readonly ServiceProvider _database;

    private Stage(AccessBotFolder folder, SandboxServer server, AccessBotProcess bot, ServiceProvider database) =>
        (_folder, Server, _bot, _database) = (folder, server, bot, database);

    public SandboxServer Server { get; }

    /// <summary>AccessBot's, in MiB.</summary>
    public double ResidentMemory => Memory.ResidentOf(_bot.ProcessId);

    /// <summary>The database past AccessBot.</summary>
    public IDbContextFactory<AccessBotContext> Contexts => _database.GetRequiredService<IDbContextFactory<AccessBotContext>>();

    /// <summary>Sets everything up; <see cref="StartAsync"/> then starts AccessBot.</summary>
    /// <param name="provider">Which database.</param>
    /// <param name="connectionString">Where it is; null takes a file that goes with the stage.</param>
    /// <param name="rules">What AccessBot lets people ask for.</param>
    public static async Task<Stage> SetAsync(DatabaseProvider provider, string? connectionString, StageRules rules)
    {
        var folder = new AccessBotFolder();
        await File.WriteAllTextAsync(folder.RulesFile, rules.Text);
        var server = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        foreach (var target in rules.Read().Targets.Values.Where(t => server.OneLogin.FindRole(t.OneLoginRole) is null))
        {
            server.OneLogin.AddRole(new OneLoginRole(target.OneLoginRole, target.Label));
        }

        var settings = new Dictionary<string, string>(folder.SettingsFor(server), StringComparer.Ordinal) { ["Database__Provider"] = $"{provider}" };
        settings["Logging__LogLevel__AccessBot"] = "Warning";
        settings["Database__ConnectionString"] = connectionString ?? settings["Database__ConnectionString"];
        var bot = new AccessBotProcess(Published.AccessBot, settings, line => Console.Error.WriteLine(line), TimeProvider.System);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            settings.Select(s => new KeyValuePair<string, string?>(s.Key.Replace("__", ":", StringComparison.Ordinal), s.Value))).Build();
        return new Stage(folder, server, bot,
            new ServiceCollection().AddLogging().AddSingleton(TimeProvider.System).AddPersistence(configuration).BuildServiceProvider());
    }

    public static string SlackIdOf(int person) => string.Create(CultureInfo.InvariantCulture, $"U0BENCH{person}");

    public static long OneLoginIdOf(int person) => 50_000 + person;

    /// <summary>Adds requesters, numbered from 0, to Slack and OneLogin.</summary>
    public void AddPeople(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Server.Slack.Add(new SlackPerson(SlackIdOf(i), $"person{i}", $"Person {i}", $"person{i}@acme.example"));
            Server.OneLogin.AddUser(new OneLoginUser { Id = OneLoginIdOf(i), Email = $"person{i}@acme.example", Firstname = "Person", Lastname = $"{i}" });
        }
    }

    /// <summary>Starts AccessBot, again if it was stopped, and sends it what people do in Slack.</summary>
    public async Task StartAsync()
    {
        if (!await _bot.StartAsync())
        {
            throw new InvalidOperationException("AccessBot did not start; its last lines say why.");
        }

        Server.Slack.ConnectTo(_bot.EventsUrl);
    }

    public Task StopAsync() => _bot.StopAsync();

    /// <summary>Asks as this person, and waits until the approvers' message and the direct message are there.</summary>
    /// <returns>The approvers' message.</returns>
    public async Task<SlackMessage> AskAsync(int person, long role, TimeSpan duration)
    {
        var slack = Server.Slack;
        var id = SlackIdOf(person);
        var before = slack.Messages(Cast.AccessRequests).Select(m => m.Ts).ToHashSet(StringComparer.Ordinal);
        while (!await OpensFormAsync(id))
        {
            // A trigger lives three seconds, which a busy machine may miss; then AccessBot asks to type it again.
        }

        var sent = await slack.As(id).SubmitAsync(new FormValues
        {
            { $"target:{StageRules.Flow}", "target", StageRules.TargetOf(role) },
            { $"duration:{StageRules.Flow}", "duration", $"{(int)duration.TotalSeconds}" },
            { "reason", "reason", StageRules.Reason },
        });
        return sent.ReplyBody.Length > 0 ? throw new InvalidOperationException($"The form was not taken: {sent.ReplyBody}") : await slack.WaitForAsync(
            s => s.Messages(Cast.AccessRequests).FirstOrDefault(m => !before.Contains(m.Ts)), "the approvers' message", Patience);
    }

    /// <summary>Approves, and waits until the approvers' message says that it is granted.</summary>
    /// <returns>From the click's leaving Slack to OneLogin's getting the call.</returns>
    public async Task<TimeSpan> ApproveAsync(SlackMessage message, int person)
    {
        var calls = Server.OneLogin.Calls;
        var before = calls.Writes.Count;
        var click = await Server.Slack.As(Cast.Ana.SlackId).ClickAsync(message, "approve");
        OneLoginCall? added = null;
        await Server.OneLogin.WaitForAsync(_ => (added = Adding(calls.Writes.Skip(before), person)) is not null, Patience);
        await Server.Slack.WaitUntilAsync(
            s => s.Messages(message.ChannelId).Single(m => m.Ts == message.Ts).Blocks.GetRawText().Contains("\"revoke\"", StringComparison.Ordinal), "the grant", Patience);
        return added!.At - click.At;
    }

    /// <summary>Waits until the role has been taken from all of these people.</summary>
    /// <returns>How much later each call came than the end that the row says.</returns>
    public async Task<IReadOnlyList<TimeSpan>> LatenessAsync(IReadOnlyList<int> people, long role, TimeSpan limit)
    {
        var users = people.Select(OneLoginIdOf).ToHashSet();
        await Server.OneLogin.WaitForAsync(_ => Removed().Count() == users.Count, limit);
        await using var context = await Contexts.CreateDbContextAsync();
        var ends = await context.Requests.AsNoTracking().Where(r => r.Role == role && users.Contains(r.OneLoginUser))
            .ToDictionaryAsync(r => r.OneLoginUser, r => r.EndsAt!.Value);
        return [.. Removed().Select(removal => removal.At - ends[removal.User])];

        IEnumerable<Removal> Removed() => Removal.In(Server.OneLogin.Calls.Writes).Where(r => r.Role == role && users.Contains(r.User));
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        await Server.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private async Task<bool> OpensFormAsync(string person)
    {
        await Server.Slack.As(person).CommandAsync("/access");
        try
        {
            await Server.Slack.WaitUntilAsync(
                s => s.OpenView(person) is { } view && view.Json.GetRawText().Contains("\"reason\"", StringComparison.Ordinal), "the form", FormPatience);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static OneLoginCall? Adding(IEnumerable<OneLoginCall> writes, int person) =>
        writes.FirstOrDefault(c => c.Effect.Any(e => e.Added && e.UserId == OneLoginIdOf(person)));
}
