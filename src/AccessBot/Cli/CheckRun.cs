using AccessBot.Composition;
using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.OneLogin;
using AccessBot.Persistence;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace AccessBot.Cli;

/// <summary><c>accessbot check</c>, done.</summary>
internal sealed class CheckRun(string[] settings, Terminal terminal)
{
    public async Task<int> RunAsync(CheckOrder order, CancellationToken cancel)
    {
        try
        {
            return await CheckAsync(order, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("Interrupted.");
            return ExitCode.Left;
        }
    }

    private async Task<int> CheckAsync(CheckOrder order, CancellationToken cancel)
    {
        var file = order.File ?? RulesModule.FileOf(Beginning.Of(settings).Configuration);
        string[] all = [.. settings, $"--Access:File={file}"];
        var rules = RulesOnDisk.Look(file);
        var reading = rules.Text is null ? null : rules.Judge();
        IReadOnlyList<CheckProblem> settingsProblems = order.NeedsSettings ? SettingsCheck.Look(all, args => VerbServices.Build(args, order.Verbose)) : [];
        var report = new CheckReport(file, reading?.Rules, order.NeedsSettings)
        {
            Problems =
            [
                .. settingsProblems,
                .. reading is null ? [new CheckProblem(CheckCode.UnreadableFile, "Access:File", rules.Trouble!, RulesOnDisk.Remedy)] : reading.Problems.Select(Problem),
            ],
        };
        if (order.Online && settingsProblems.Count > 0)
        {
            report = report with { Looked = [new Checked("everything outside") { Open = "not looked at before the settings can be used" }] };
        }
        else if (order.Online || (order.Explain is not null && report.IsGood))
        {
            var isExplained = report.IsGood;
            await using var app = VerbServices.Build(all, order.Verbose, report.IsGood ? ThatChangeNothing : WithoutRules);
            report = order.Online ? report with { Looked = await LookAsync(app.Services, report.IsGood, cancel) } : report;
            if (isExplained && order.Explain is { } words)
            {
                (report, var misunderstood) = await ExplainAsync(app.Services, report, words, order.BreakGlass, cancel);
                if (misunderstood is not null)
                {
                    await terminal.Error.WriteLineAsync(RevokeReport.Clean(misunderstood));
                    return ExitCode.BadInput;
                }
            }
        }

        await terminal.Out.WriteLineAsync(order.Json ? report.Json() : report.Text());
        return report.IsGood ? ExitCode.Done : ExitCode.Left;
    }

    private static void ThatChangeNothing(IServiceCollection services) => services
        .AddSingleton<PersonStore>().AddSingleton<PeopleLookedUp>()
        .Replace(ServiceDescriptor.Singleton<IPersonStore>(provider => provider.GetRequiredService<PeopleLookedUp>()))
        .Replace(ServiceDescriptor.Singleton<IAlarmStore, AlarmsUntold>())
        .Replace(ServiceDescriptor.Singleton<IAlarmBell, AlarmsUntold>())
        // The places that all processes share are in the database, which may have no tables yet, or be away. Here one call is made at a time.
        .Replace(ServiceDescriptor.Singleton<ICallPlaces, ProcessPlaces>());

    /// <summary>Rules that can't be used: what doesn't depend on them is looked at all the same.</summary>
    internal static void WithoutRules(IServiceCollection services)
    {
        ThatChangeNothing(services);
        services.Replace(ServiceDescriptor.Singleton(new RulesInForce(
            new AccessRules { Admins = [], Flows = [], Targets = new Dictionary<string, Target>(StringComparer.Ordinal) })));
    }

    private static CheckProblem Problem(RulesProblem problem) =>
        new(problem.Code, $"{problem.File}:{problem.Line}:{problem.Column}", problem.Message, problem.Remedy);

    private static async Task<IReadOnlyList<Checked>> LookAsync(IServiceProvider services, bool withRules, CancellationToken cancel)
    {
        services.GetRequiredService<PeopleLookedUp>().HasTables = await HasTablesAsync(services, cancel);
        return [new Checked("settings: complete"), .. await services.GetRequiredService<OnlineLooks>().LookAsync(withRules, cancel)];
    }

    private static async Task<(CheckReport Report, string? Misunderstood)> ExplainAsync(
        IServiceProvider services, CheckReport report, IReadOnlyList<string> words, bool breakGlass, CancellationToken cancel)
    {
        try
        {
            var withTables = await HasTablesAsync(services, cancel);
            services.GetRequiredService<PeopleLookedUp>().HasTables = withTables;
            var (explained, misunderstood) = await services.GetRequiredService<ExplainWish>().ExecuteAsync(words[0], words[1], [.. words.Skip(2)], breakGlass, withTables, cancel);
            return (report with { Explained = explained, IsWithoutDatabase = !withTables }, misunderstood);
        }
        catch (WorkspaceUnavailableException e)
        {
            return (Away(CheckCode.SlackAway, "Slack:BotToken", e.Message), null);
        }
        catch (RoleDirectoryException e)
        {
            return (Away(e.Fault == RoleDirectoryFault.Misconfigured ? CheckCode.OneLoginCredential : CheckCode.OneLoginAway, "OneLogin:ClientId", e.Message), null);
        }
        catch (StoreUnavailableException e)
        {
            return (Away(CheckCode.DatabaseAway, "Database:ConnectionString", e.Message), null);
        }

        CheckReport Away(string code, string place, string message) => report with
        {
            Problems = [new CheckProblem(code, place, message, "What would come of it can't be told without: see what accessbot check --online says.")],
        };
    }

    /// <summary>Whether this version's tables are there. If not, nobody is linked and nothing is asked for, as far as can be told.</summary>
    private static async Task<bool> HasTablesAsync(IServiceProvider services, CancellationToken cancel)
    {
        try
        {
            await services.GetRequiredService<DatabaseVisit>().OpenAsync(cancel);
            return true;
        }
        catch (DatabaseStartException)
        {
            return false;
        }
    }
}
