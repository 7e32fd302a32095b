using AccessBot.Tests.Support;

namespace AccessBot.Tests.Compiler;

/// <summary>Whoever has no rules in C# carries no compiler about: looked at in a process of its own, since this one has it loaded by other tests.</summary>
public sealed class CompilerLoadedTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_compiler_is_loaded_only_where_a_folder_is_named(bool isNamed)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "What a process has loaded is read from /proc.");
        await using var journey = await ProcessJourney.MigratedAsync(Db.Sqlite);
        if (isNamed)
        {
            Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(journey.WriteFile("empty", ""))!, "rules"));
            journey.WriteFile("rules/First.cs", CodeFolder.First);
        }

        var bot = journey.NewBot(rules: isNamed ? JourneyRules.Usual.Replace("version: 1", "version: 1\nrulesFolder: rules", StringComparison.Ordinal) : null);
        journey.Slack.ConnectTo(bot.EventsUrl);
        await journey.StartAgainAsync();

        var loaded = await File.ReadAllTextAsync($"/proc/{bot.ProcessId}/maps");

        Assert.Contains("AccessBot.Core.dll", loaded, StringComparison.Ordinal);
        Assert.Equal(isNamed, loaded.Contains("Microsoft.CodeAnalysis", StringComparison.Ordinal));
    }
}
