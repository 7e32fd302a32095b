using System.Text.RegularExpressions;
using AccessBot.Cli;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary>What all commands have in common.</summary>
public sealed class CommandLineTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly string Manual = File.ReadAllText(Repository.File("README.md"));

    public static TheoryData<string> Verbs => [.. CommandLine.Root([], Terminal.OfTheProcess).Subcommands.Select(verb => verb.Name)];

    [Theory, MemberData(nameof(Verbs))]
    public async Task Each_command_says_what_it_is_for_and_what_its_options_mean(string verb)
    {
        var command = CommandLine.Root([], Terminal.OfTheProcess).Subcommands.Single(v => v.Name == verb);

        var help = await CommandOutcome.InProcessAsync([verb, "--help"], Limit);

        Assert.Equal((0, ""), (help.Code, help.Errors));
        Assert.Contains(command.Description!, Regex.Replace(help.Output, @"\s+", " ", RegexOptions.None, Limit), StringComparison.Ordinal);
        Assert.All(command.Options, option => Assert.Contains(option.Name, help.Output, StringComparison.Ordinal));
        Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), option.Name));
        Assert.All(command.Arguments, argument => Assert.False(string.IsNullOrEmpty(argument.Description), argument.Name));
    }

    [Theory, MemberData(nameof(Verbs))]
    public async Task A_word_that_a_command_does_not_know_is_told_with_where_to_look(string verb)
    {
        var outcome = await CommandOutcome.InProcessAsync([verb, "--no-such-option"], Limit);

        Assert.Equal((ExitCode.BadInput, ""), (outcome.Code, outcome.Output));
        Assert.Contains($"accessbot {verb} --help says what there is.", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_help_has_every_command_and_every_exit_code()
    {
        var help = await CommandOutcome.InProcessAsync(["--help"], Limit);

        Assert.Equal(0, help.Code);
        Assert.All(Verbs, verb => Assert.Matches($"(?m)^  {verb.Data}\\b", help.Output));
        Assert.All(ExitCode.Meanings, code => Assert.Matches($"(?m)^    {code.Key}  {Regex.Escape(code.Value)}", help.Output));
    }

    [Fact]
    public async Task The_version_is_a_number_alone_on_its_line()
    {
        var version = await CommandOutcome.OfAsync(AccessBotUnderTest.Binary, ["--version"], new Dictionary<string, string>(StringComparer.Ordinal), Limit);

        Assert.Equal((0, ""), (version.Code, version.Errors));
        Assert.Matches(@"^\d+\.\d+\.\d+", Assert.Single(version.Lines));
    }

    [Fact]
    public void The_manual_has_every_exit_code_and_every_command()
    {
        Assert.All(ExitCode.Meanings, code => Assert.Contains($"| **{code.Key}** | {code.Value} |", Manual, StringComparison.Ordinal));
        Assert.Equal(ExitCode.Meanings.Count, Regex.Count(Manual, @"^\| \*\*\d+\*\* \|", RegexOptions.Multiline, Limit));
        Assert.All(CommandLine.Root([], Terminal.OfTheProcess).Subcommands, verb => Assert.Matches($@"(?m)^\| (`link`, )?`{verb.Name}\b", Manual));
    }

    /// <summary>It is the file beside the program that counts: a service manager starts it from the folder of its data.</summary>
    [Fact]
    public void Its_settings_file_is_the_one_beside_the_program_wherever_it_is_started_from()
    {
        var outside = AccessBot.Composition.Beginning.Of([]).Environment.ContentRootPath;

        Assert.Equal(AppContext.BaseDirectory.TrimEnd('/'), outside.TrimEnd('/'));
    }
}
