using AccessBot.Cli;
using AccessBot.Composition;
using AccessBot.Core.Checking;
using AccessBot.Core.Rules.Code;
using AccessBot.Slack;

namespace AccessBot.Setup;

/// <summary>Looks at Slack and OneLogin with the settings as they are so far, by the program's own clients and checks. Nothing is changed there.</summary>
internal static class Looks
{
    /// <summary>No workspace has it. Only what doesn't know its workspace yet is asked with it.</summary>
    private const string NoWorkspace = "T0";

    /// <summary>What <c>check --online</c> says of it, as far as that can be told without rules.</summary>
    /// <param name="draft">The settings.</param>
    /// <param name="about">How the names of the checks begin.</param>
    /// <param name="cancel">Ends it.</param>
    public static async Task<IReadOnlyList<Checked>> AtAsync(SettingsDraft draft, string about, CancellationToken cancel)
    {
        try
        {
            await using var app = Build(draft);
            var checks = app.Services.GetServices<IOnlineCheck>().Where(check => !check.NeedsRules && check.Name.StartsWith(about, StringComparison.Ordinal));
            return await new OnlineLooks(checks, app.Services.GetRequiredService<TimeProvider>()).LookAsync(withRules: false, cancel);
        }
        catch (Exception e) when (SettingFaults.Of(e) is { } faults)
        {
            return [.. faults.Select(fault => new Checked(about, SettingsCheck.Problem(fault)))];
        }
    }

    /// <summary>Where the bot token is of; null if Slack doesn't say.</summary>
    public static async Task<InstalledApp?> AtInstallationAsync(SettingsDraft draft, CancellationToken cancel)
    {
        try
        {
            await using var app = Build(draft);
            return await app.Services.GetRequiredService<SlackInstallation>().FindAsync(cancel);
        }
        catch (Exception e) when (SettingFaults.Of(e) is not null)
        {
            return null;
        }
    }

    /// <summary>OneLogin's roles by their names; null if it doesn't list them.</summary>
    public static async Task<IReadOnlyList<RuleRole>?> AtRolesAsync(SettingsDraft draft, CancellationToken cancel)
    {
        try
        {
            await using var app = Build(draft);
            var roles = await app.Services.GetRequiredService<IRuleOneLogin>().ListRolesAsync(nameContains: null, cancel);
            return [.. roles.OrderBy(role => role.Name, StringComparer.OrdinalIgnoreCase).ThenBy(role => role.Id)];
        }
        catch (Exception e) when (e is RuleServiceException || SettingFaults.Of(e) is not null)
        {
            return null;
        }
    }

    private static WebApplication Build(SettingsDraft draft) => VerbServices.Build(
        [
            .. draft.Arguments,
            .. draft[SetupKeys.WorkspaceId] is null && draft[SetupKeys.EnterpriseId] is null ? [$"--{SetupKeys.WorkspaceId}={NoWorkspace}"] : Array.Empty<string>(),

            // What keeps nothing: the database is asked for later.
            $"--{SetupKeys.Provider}=Sqlite", $"--{SetupKeys.ConnectionString}=DataSource=:memory:",
        ],
        verbose: false, CheckRun.WithoutRules);
}
