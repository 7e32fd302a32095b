using System.Diagnostics;
using AccessBot.Cli;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary><c>accessbot completion</c>: bash is asked what it would complete; the other shells, where they are installed, whether they can read theirs.</summary>
public sealed class CompletionTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("accessbot ma", "manifest")]
    [InlineData("accessbot re", "reconcile", "revoke")]
    [InlineData("accessbot --v", "--version")]
    [InlineData("accessbot revoke --person rita@acme.com --d", "--dry-run")]
    [InlineData("accessbot manifest --transport ", "http", "socket-mode")]
    [InlineData("accessbot completion ", "--help", "bash", "fish", "zsh")]
    [InlineData("accessbot check --e", "--explain")]
    public async Task Bash_completes_commands_options_and_their_words(string line, params string[] offered)
    {
        var script = await ScriptAsync("bash");
        var words = line.Split(' ');

        var (code, output) = await RunAsync(
            "bash", "-c", $"{script}\nCOMP_WORDS=({string.Join(' ', words.Select(word => $"'{word}'"))}); COMP_CWORD={words.Length - 1}; _accessbot; printf '%s\\n' \"${{COMPREPLY[@]}}\"");

        Assert.Equal(0, code);
        Assert.Equal(offered, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
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

        var (code, output) = await RunAsync(shell, "-n", file);
        File.Delete(file);

        Assert.True(code == 0, output);
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

    private static async Task<(int Code, string Output)> RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await errors);
    }
}
