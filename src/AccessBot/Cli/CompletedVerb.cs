using System.CommandLine;
using System.CommandLine.Completions;

namespace AccessBot.Cli;

/// <summary>A command as shells complete it.</summary>
/// <param name="Name">Empty for what stands before any command.</param>
/// <param name="What">What it does.</param>
/// <param name="Words">What else may follow it: its options, and the words that an argument takes.</param>
internal sealed record CompletedVerb(string Name, string What, IReadOnlyList<CompletedWord> Words)
{
    public static IReadOnlyList<CompletedVerb> Of(RootCommand root) =>
    [
        new("", "", [.. root.Subcommands.Select(verb => new CompletedWord(verb.Name, verb.Description!, [])), .. OptionsOf(root)]),
        .. root.Subcommands.Select(verb => new CompletedVerb(verb.Name, verb.Description!, [.. verb.Arguments.SelectMany(Choices).Select(word => new CompletedWord(word, "", [])), .. OptionsOf(verb), Help])),
    ];

    private static CompletedWord Help => new("--help", "Say what there is", []);

    private static IEnumerable<CompletedWord> OptionsOf(Command command) =>
        command.Options.Where(option => !option.Hidden).Select(option => new CompletedWord(option.Name, option.Description ?? "", option.ValueType == typeof(bool) ? [] : [.. Choices(option)]));

    private static IEnumerable<string> Choices(Symbol symbol) => symbol.GetCompletions(CompletionContext.Empty).Select(choice => choice.Label).Order(StringComparer.Ordinal);
}
