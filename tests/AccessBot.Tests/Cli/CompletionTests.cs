using AccessBot.Cli;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot completion</c>: bash is asked what it would complete; the other shells, where they are installed, whether they can read theirs.</summary>
public sealed class CompletionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private static readonly Dictionary<string, string> NoSettings = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("accessbot ma", "manifest")]
    [InlineData("accessbot re", "reconcile", "revoke")]
    [InlineData("accessbot --v", "--version")]
    [InlineData("accessbot revoke --person rita@acme.com --d", "--dry-run")]
    [InlineData("accessbot manifest --transport ", "http", "socket-mode")]
    [InlineData("accessbot completion ", "--help", "bash", "fish", "zsh")]
    [InlineData("accessbot check --json --e", "--explain")]
    [InlineData("accessbot health --live --u", "--url")]
    public async Task Bash_completes_commands_options_and_their_words(string line, params string[] offered)
    {
        var script = await ScriptAsync("bash");
        var words = line.Split(' ');

        var completed = await CommandOutcome.OfProgramAsync("bash", ["-c", $"{script}\nCOMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))}); COMP_CWORD={words.Length - 1}; _accessbot; printf '%s\\n' \"${{COMPREPLY[@]}}\""], NoSettings, Limit);

        Assert.True(completed.Code == 0, $"{completed}");
        Assert.Equal(offered, completed.Lines.Order(StringComparer.Ordinal));
    }

    [Theory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task Each_script_has_every_command_with_every_option(string shell)
    {
        var script = await ScriptAsync(shell);

        Assert.All(CommandLine.Root([], Terminal.OfTheProcess).Subcommands, verb =>
        {
            Assert.Contains(verb.Name, script, StringComparison.Ordinal);
            Assert.All(verb.Options, option => Assert.Contains(shell == "fish" ? $"-l {option.Name[2..]}" : option.Name, script, StringComparison.Ordinal));
        });
    }

    [Theory, InlineData("bash"), InlineData("zsh"), InlineData("fish")]
    public async Task Each_shell_can_read_its_script(string shell)
    {
        Assert.SkipUnless(Programs.Has(shell), $"{shell} is not installed");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, await ScriptAsync(shell));

        var read = await CommandOutcome.OfProgramAsync(shell, ["-n", file], NoSettings, Limit);
        File.Delete(file);

        Assert.True(read.Code == 0, $"{read}");
    }

    [Fact]
    public async Task Another_shell_is_refused_with_those_that_there_are()
    {
        var outcome = await CommandOutcome.InProcessAsync(["completion", "csh"], Limit);

        Assert.Equal(2, outcome.Code);
        Assert.All(["bash", "zsh", "fish"], shell => Assert.Contains($"'{shell}'", outcome.Errors, StringComparison.Ordinal));
    }

    private static async Task<string> ScriptAsync(string shell)
    {
        var outcome = await CommandOutcome.InProcessAsync(["completion", shell], Limit);
        Assert.True(outcome.Code == 0, $"{outcome}");
        return outcome.Output;
    }
}
