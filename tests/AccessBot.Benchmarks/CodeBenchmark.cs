using System.Globalization;
using AccessBot.Compiler;
using AccessBot.Core.Rules.Code;
using AccessBot.Sandbox;
using AccessBot.Sandbox.Bot;

namespace AccessBot.Benchmarks;

/// <summary>What rules in C# cost: how long they take to be compiled, how much later AccessBot is ready, and how much more memory it holds than by the same start without.</summary>
internal static class CodeBenchmark
{
    private static readonly int[] Classes = [0, 2, 50];

    public static async Task<int> RunAsync(CommandLine asked)
    {
        var compiled = Classes.Where(count => count > 0).Select(count => Compile(count, asked.Starts)).ToList();
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), TimeProvider.System);
        var starts = Classes.ToDictionary(count => count, _ => new List<(TimeSpan Ready, double Memory)>());

        // The first of each warms up the disk. In turn, so that a busy moment of the machine meets all.
        for (var round = 0; round <= asked.Starts; round++)
        {
            foreach (var count in Classes)
            {
                starts[count].Add(await StartAsync(sandbox, count));
            }
        }

        foreach (var (count, first, later, managed) in compiled)
        {
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{count} classes: compiled in {first.TotalMilliseconds:0} ms the first time in a process, in {later.TotalMilliseconds:0} ms later; {managed:0.0} MiB of managed memory stay, the compiler's included"));
        }

        var (ready, memory) = Median(starts[0]);
        foreach (var count in Classes)
        {
            var (itsReady, itsMemory) = Median(starts[count]);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{(count == 0 ? "Without" : $"{count} classes")}: ready after {itsReady.TotalMilliseconds:0} ms ({itsReady / ready:0.00} times), {itsMemory:0} MiB resident ({itsMemory / memory:0.00} times), medians of {asked.Starts} starts"));
        }

        return 0;
    }

    private static (int Count, TimeSpan First, TimeSpan Later, double Managed) Compile(int count, int times)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var folder = new RulesFolder([.. Enumerable.Range(0, count).Select(i => new CodeFile($"rules/Rule{i}.cs", $"Rule{i}.cs", Text(i)))], Trouble: null);
        var took = new List<TimeSpan>();
        RuleCode? rules = null;
        for (var i = 0; i <= times; i++)
        {
            var start = TimeProvider.System.GetTimestamp();
            rules = RuleCompiler.Compile(folder).Code ?? throw new InvalidOperationException("The rules do not compile.");
            took.Add(TimeProvider.System.GetElapsedTime(start));
        }

        var managed = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        GC.KeepAlive(rules);
        return (count, took[0], took.Skip(1).Order().ElementAt(times / 2), managed);
    }

    private static async Task<(TimeSpan Ready, double Memory)> StartAsync(SandboxServer sandbox, int classes)
    {
        using var folder = new AccessBotFolder();
        if (classes > 0)
        {
            var rules = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(folder.RulesFile)!, "rules"));
            await File.WriteAllTextAsync(folder.RulesFile, $"rulesFolder: rules\n{await File.ReadAllTextAsync(folder.RulesFile)}");
            for (var i = 0; i < classes; i++)
            {
                await File.WriteAllTextAsync(Path.Combine(rules.FullName, $"Rule{i}.cs"), Text(i));
            }
        }

        await using var bot = new AccessBotProcess(Published.AccessBot, folder.SettingsFor(sandbox), _ => { }, TimeProvider.System);
        var start = TimeProvider.System.GetTimestamp();
        if (!await bot.StartAsync())
        {
            throw new InvalidOperationException($"AccessBot did not start: {bot.Sentence}");
        }

        var ready = TimeProvider.System.GetElapsedTime(start);
        return (ready, Memory.ResidentOf(bot.ProcessId));
    }

    private static (TimeSpan Ready, double Memory) Median(IReadOnlyList<(TimeSpan Ready, double Memory)> starts) =>
        (starts.Skip(1).Select(start => start.Ready).Order().ElementAt((starts.Count - 1) / 2), starts.Skip(1).Select(start => start.Memory).Order().ElementAt((starts.Count - 1) / 2));

    /// <summary>A rule as people write them: it asks a tracker, reads JSON, looks at history.</summary>
    private static string Text(int number) => $$"""
        using System.Text.Json;
        using AccessBot.Core.Rules;
        using AccessBot.Core.Rules.Code;

        namespace Acme.Access;

        public sealed class Rule{{number}} : AccessRule
        {
            public override async ValueTask<IReadOnlyList<Choice>> ChoicesAsync(string field, RuleContext context, CancellationToken cancel)
            {
                var tickets = await OpenAsync(context, cancel);
                return [.. tickets.Select(ticket => new Choice(ticket.Key, $"{ticket.Key} {ticket.Title}"))];
            }

            public override async ValueTask<SubmitAnswer> BeforeSubmitAsync(RuleContext context, CancellationToken cancel)
            {
                if (context.Request is not { } request || await OpenAsync(context, cancel) is not { Count: > 0 } tickets)
                {
                    return SubmitAnswer.Deny("There is no ticket.");
                }

                var often = await context.History.CountAsync(request.Requester, RuleEvent.Granted, context.Now - TimeSpan.FromDays(7), flow: null, request.Target, cancel);
                return often switch
                {
                    0 when request.Duration <= TimeSpan.FromMinutes(30) => SubmitAnswer.Approve("Short, and the first in a week"),
                    > 10 => SubmitAnswer.Deny("That is often."),
                    _ => tickets.Any(ticket => ticket.Key == request.Fields.GetValueOrDefault("ticket")) ? SubmitAnswer.GoOn : SubmitAnswer.Deny("The ticket is not open."),
                };
            }

            public override async ValueTask AfterGrantAsync(RuleContext context, CancellationToken cancel) =>
                await context.Slack.ReplyInThreadAsync($"Granted to {context.Slack.Mention(context.Request!.Requester)} by rule {{number}}.", cancel);

            private static async Task<List<(string Key, string Title)>> OpenAsync(RuleContext context, CancellationToken cancel)
            {
                using var response = await context.Http.GetAsync($"https://tracker.acme.com/?assignee={Uri.EscapeDataString(context.Actor?.Email ?? "")}", cancel);
                response.EnsureSuccessStatusCode();
                using var json = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
                return [.. json.RootElement.EnumerateArray().Select(ticket => (ticket.GetProperty("key").GetString()!, ticket.GetProperty("title").GetString()!))];
            }
        }
        """;
}
