using System.Diagnostics;
using System.Globalization;
using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Persistence;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace AccessBot.Benchmarks;

/// <summary>
/// Many rows: grants that go on, and requests of two years that are over, with all that belongs to them. One of each kind is
/// made by the aggregate's verbs and saved as AccessBot saves it; PostgreSQL copies it with other ids, people and times.
/// </summary>
/// <remarks>The audit entries' hashes are copied as they are and don't fit the copies; nothing that is measured reads them.</remarks>
internal sealed class Ballast
{
    private const long FirstRole = 300_000;
    private const long FirstUser = 1_000_000;
    public const int MostUsers = 10_000;

    private static readonly TimeSpan Past = TimeSpan.FromDays(730);
    private static readonly TimeSpan Duration = TimeSpan.FromDays(90);
    private static readonly TimeSpan FirstEnd = TimeSpan.FromDays(60);
    private static readonly TimeSpan LiveSpread = TimeSpan.FromDays(20);

    /// <summary>How many requests wait for a decision: as many as are looked at for a list.</summary>
    public const int Waiting = 500;

    private readonly int live;
    private readonly int closed;
    private readonly int users;
    private readonly DateTimeOffset now = TimeProvider.System.GetUtcNow();

    public Ballast(int live, int closed)
    {
        (this.live, this.closed) = (live, closed);
        users = Math.Min(MostUsers, live);
        Roles = [.. Enumerable.Range(0, (live + users - 1) / users).Select(i => FirstRole + i)];
    }

    /// <summary>The roles that the live grants are for: ten thousand people in each, or all that there are.</summary>
    public IReadOnlyList<long> Roles { get; }

    /// <summary>When so many of the live grants, of which there must be as many, are due.</summary>
    public DateTimeOffset WhenDue(int grants) => now + FirstEnd + (LiveSpread * grants / live);

    /// <summary>One who has a live grant, and had others.</summary>
    public static SlackUserId Somebody { get; } = SlackUserId.Parse("U0BALLAST0");

    /// <summary>The people of the first role who have so many of the live grants, in the order of their ends.</summary>
    public IEnumerable<long> UsersOf(int grants) => Enumerable.Range(0, Math.Min(grants, users)).Select(u => FirstUser + u);

    /// <summary>Fills the database of a stage whose AccessBot is stopped, and its OneLogin with what the rows say.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="connectionString">Its database.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="jobs">The jobs that a grant left in Hangfire's schedule.</param>
    public async Task LoadAsync(Stage stage, string connectionString, AccessRules rules, IReadOnlyList<string> jobs)
    {
        var watch = Stopwatch.StartNew();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();

        // Foreign keys are as good as what is copied; checking four million of them takes longer than writing them.
        await ExecuteAsync(connection, "SET session_replication_role = replica");
        await PeopleAsync(stage, connection);
        var past = now - Past;
        var step = Past * 0.99;
        var brief = TimeSpan.FromHours(1);
        var from = 0;
        from = await CopyAsync(stage, connection, person => PastRequest.Granted(rules, Roles[0], person, Duration, now + FirstEnd), from, live, LiveSpread, isLive: true);
        from = await CopyAsync(stage, connection, person => PastRequest.Asked(rules, Roles[0], person, brief, now - brief), from, Waiting, brief / 2);
        from = await CopyAsync(stage, connection, person => PastRequest.Expired(rules, Roles[0], person, brief, past), from, closed * 8 / 10, step);
        from = await CopyAsync(stage, connection, person => PastRequest.Revoked(rules, Roles[0], person, brief, past), from, closed / 10, step);
        from = await CopyAsync(stage, connection, person => PastRequest.Denied(rules, Roles[0], person, brief, past), from, closed / 20, step);
        await CopyAsync(stage, connection, person => PastRequest.Lapsed(rules, Roles[0], person, brief, past), from, live + Waiting + closed - from, step);
        await CopyJobsAsync(connection, jobs);

        // As it is after some time of quiet: known to the planner, and on the disk.
        await ExecuteAsync(connection, "VACUUM (FREEZE, ANALYZE)");
        await ExecuteAsync(connection, "CHECKPOINT");
        var sizes = await SizesAsync(connection);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""

            Ballast: {live} live grants of {users} people over {Roles.Count} roles, {Waiting} requests that wait, {closed} closed ones; loaded in {watch.Elapsed.TotalSeconds:0} s
              {sizes}
            """));
    }

    /// <summary>The greatest id of a job, so that those of one grant can be told from the ones before.</summary>
    public static async Task<long> LastJobAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT coalesce(max(id), 0) FROM hangfire.job", connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The jobs after this one that wait for their time, as the schedule names them: <c>queue:id</c>.</summary>
    public static async Task<IReadOnlyList<string>> ScheduledAfterAsync(string connectionString, long job)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT value FROM hangfire.set WHERE key = 'schedule'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var jobs = new List<string>();
        while (await reader.ReadAsync())
        {
            jobs.Add(reader.GetString(0));
        }

        return [.. jobs.Where(name => IdIn(name) > job)];
    }

    private async Task PeopleAsync(Stage stage, NpgsqlConnection connection)
    {
        await ExecuteAsync(connection, $"""
            INSERT INTO "People" ("SlackUser", "OneLoginUser", "Email", "LinkedAt")
            SELECT 'U0BALLAST' || u, {FirstUser} + u, 'ballast' || u || '@acme.example', now() FROM generate_series(0, {users - 1}) u
            """);
        for (var i = 0; i < users; i++)
        {
            stage.Server.Slack.Add(new SlackPerson($"U0BALLAST{i}", $"ballast{i}", $"Ballast {i}", $"ballast{i}@acme.example"));
            stage.Server.OneLogin.AddUser(new OneLoginUser { Id = FirstUser + i, Email = $"ballast{i}@acme.example", Firstname = "Ballast", Lastname = $"{i}" });
        }

        for (var i = 0; i < live; i++)
        {
            stage.Server.OneLogin.AddThroughApi(Roles[i / users], FirstUser + (i % users), RolePrivilege.Member, stage.Server.Credential.Owner);
        }
    }

    /// <summary>Copies one request, and what belongs to it, from one number up to another.</summary>
    private async Task<int> CopyAsync(Stage stage, NpgsqlConnection connection, Func<Person, Request> make, int from, int count, TimeSpan spread, bool isLive = false)
    {
        if (count == 0)
        {
            return from;
        }

        var template = make(new Person(SlackUserId.Parse("U0TEMPLATE"), FirstUser, "template@acme.example", now));
        await using var context = await stage.Contexts.CreateDbContextAsync();
        foreach (var notice in template.Notices)
        {
            notice.Shown(Cast.AccessRequests, stage.Server.Slack.Ids.NextTs(), template.Version, "as it was", template.RequestedAt);
        }

        context.Add(template);
        context.AddRange(template.News);
        context.Entry(template).Property(r => r.UnannouncedSince).CurrentValue = null;
        await context.SaveChangesAsync();

        var step = string.Create(CultureInfo.InvariantCulture, $"{spread.TotalMilliseconds / count:0.######}::float8");
        var begun = template.RequestedAt.ToUnixTimeMilliseconds();
        var role = isLive ? $"({FirstRole} + g / {users})" : $"({FirstRole} + g % {Roles.Count})";
        var id = $"(lpad(to_hex({begun} + ({step} * (g - {from}))::bigint), 12, '0') || '7' || substr(md5(g::text), 1, 3) || '8' || substr(md5(g::text), 4, 15))";
        var changed = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Requests.Id"] = $"{id}::uuid",
            ["Requests.SubmissionKey"] = "'ballast' || g",
            ["Requests.Role"] = role,
            ["Requests.Target"] = $"'role-' || {role}",
            ["Requests.OneLoginUser"] = $"{FirstUser} + g % {users}",
            ["Requests.Requester"] = $"'U0BALLAST' || g % {users}",
            ["Decisions.RequestId"] = $"{id}::uuid",
            ["Notices.RequestId"] = $"{id}::uuid",
            ["AuditEntries.Stream"] = id,
        };
        foreach (var type in (Type[])[typeof(Request), typeof(Decision), typeof(Notice), typeof(AuditEntry)])
        {
            var entity = context.Model.FindEntityType(type)!;
            var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
            var columns = entity.GetProperties().Select(p => (Name: p.GetColumnName(table)!, IsTime: IsTime(p))).ToList();
            var values = columns.Select(c =>
                changed.GetValueOrDefault($"{table.Name}.{c.Name}", $"t.\"{c.Name}\"{(c.IsTime ? $" + ({step} * (g - {from})) * interval '1 millisecond'" : "")}"));
            var key = type == typeof(Request) ? "Id" : type == typeof(AuditEntry) ? "Stream" : "RequestId";
            var templateId = type == typeof(AuditEntry) ? $"'{template.Id}'" : $"'{template.Id}'::uuid";
            await ExecuteAsync(connection, $"""
                INSERT INTO "{table.Name}" ({string.Join(", ", columns.Select(c => $"\"{c.Name}\""))})
                SELECT {string.Join(", ", values)} FROM "{table.Name}" t CROSS JOIN generate_series({from}, {from + count - 1}) g WHERE t."{key}" = {templateId}
                """);
            await ExecuteAsync(connection, $"""DELETE FROM "{table.Name}" WHERE "{key}" = {templateId}""");
        }

        return from + count;

        static bool IsTime(IProperty property) => property.ClrType == typeof(DateTimeOffset) || property.ClrType == typeof(DateTimeOffset?);
    }

    /// <summary>What Hangfire keeps for a grant until its end, once for each.</summary>
    private async Task CopyJobsAsync(NpgsqlConnection connection, IReadOnlyList<string> jobs)
    {
        foreach (var name in jobs)
        {
            var job = IdIn(name);
            await ExecuteAsync(connection, $"""
                CREATE TEMP TABLE copies AS SELECT nextval('hangfire.job_id_seq') AS job, nextval('hangfire.state_id_seq') AS state, g FROM generate_series(0, {live - 1}) g;
                INSERT INTO hangfire.job (id, stateid, statename, invocationdata, arguments, createdat)
                SELECT c.job, c.state, j.statename, j.invocationdata, j.arguments, j.createdat FROM hangfire.job j CROSS JOIN copies c WHERE j.id = {job};
                INSERT INTO hangfire.state (id, jobid, name, reason, createdat, data)
                SELECT c.state, c.job, s.name, s.reason, s.createdat, s.data FROM hangfire.state s CROSS JOIN copies c WHERE s.jobid = {job} AND s.name = 'Scheduled';
                INSERT INTO hangfire.jobparameter (jobid, name, value)
                SELECT c.job, p.name, p.value FROM hangfire.jobparameter p CROSS JOIN copies c WHERE p.jobid = {job};
                INSERT INTO hangfire.set (key, score, value)
                SELECT 'schedule', {now.Add(FirstEnd).ToUnixTimeSeconds()} + c.g::bigint * {(long)LiveSpread.TotalSeconds} / {live}, {(name.Contains(':', StringComparison.Ordinal) ? $"'{name.Split(':')[0]}:' || " : "")}c.job::text FROM copies c;
                DROP TABLE copies
                """);
        }
    }

    private static long IdIn(string name) => long.Parse(name.Split(':')[^1], CultureInfo.InvariantCulture);

    private static async Task<string> SizesAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand("""
            SELECT string_agg(format('%s: %s rows, %s', relname, reltuples::bigint, pg_size_pretty(pg_total_relation_size(oid))), '; ' ORDER BY reltuples DESC)
            FROM pg_class WHERE relkind = 'r' AND reltuples > 1000 AND relnamespace IN ('public'::regnamespace, 'hangfire'::regnamespace)
            """, connection);
        return (string)(await command.ExecuteScalarAsync())!;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync();
    }
}
