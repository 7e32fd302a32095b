namespace AccessBot.Cli;

/// <summary>The same in the languages of three shells. Where a word is nothing that is known, each goes on with the names of files.</summary>
internal static class CompletionScripts
{
    public static string Bash(IReadOnlyList<CompletedVerb> verbs) => $$"""
        # Completes accessbot in bash. To have it always: accessbot completion bash > ~/.local/share/bash-completion/completions/accessbot
        _accessbot() {
          local word verb= last=${COMP_WORDS[COMP_CWORD-1]} words=
          for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
            case $word in
              {{string.Join('|', Names(verbs))}}) verb=$word; break ;;
            esac
          done
          case "$verb $last" in
        {{Lines(verbs.SelectMany(verb => verb.Words.Where(word => word.Values.Count > 0).Select(word => $"    '{verb.Name} {word.Word}') words='{string.Join(' ', word.Values)}' ;;")))}}
            *)
              case $verb in
        {{Lines(verbs.Select(verb => $"        '{verb.Name}') words='{string.Join(' ', verb.Words.Select(word => word.Word))}' ;;"))}}
              esac ;;
          esac
          COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _accessbot accessbot

        """;

    public static string Zsh(IReadOnlyList<CompletedVerb> verbs) => $$"""
        #compdef accessbot
        # Completes accessbot in zsh. To have it always: accessbot completion zsh > a folder of $fpath, as _accessbot
        _accessbot() {
          local word verb= last=${words[CURRENT-1]}
          local -a known
          for word in ${words[2,CURRENT-1]}; do
            case $word in
              {{string.Join('|', Names(verbs))}}) verb=$word; break ;;
            esac
          done
          case "$verb $last" in
        {{Lines(verbs.SelectMany(verb => verb.Words.Where(word => word.Values.Count > 0).Select(word => $"    '{verb.Name} {word.Word}') known=({string.Join(' ', word.Values)}) ;;")))}}
            *)
              case $verb in
        {{Lines(verbs.Select(verb => $"        '{verb.Name}') known=({string.Join(' ', verb.Words.Select(word => Quoted($"{word.Word}:{word.What}")))}) ;;"))}}
              esac ;;
          esac
          _describe accessbot known || _files
        }
        if [ "${funcstack[1]}" = _accessbot ]; then _accessbot "$@"; else compdef _accessbot accessbot; fi

        """;

    public static string Fish(IReadOnlyList<CompletedVerb> verbs) => $$"""
        # Completes accessbot in fish. To have it always: accessbot completion fish > ~/.config/fish/completions/accessbot.fish
        {{Lines(verbs.SelectMany(verb => verb.Words.Select(word => FishLine(verb, word, Names(verbs)))))}}

        """;

    private static string FishLine(CompletedVerb verb, CompletedWord word, IEnumerable<string> all)
    {
        var when = verb.Name is "" ? $"not __fish_seen_subcommand_from {string.Join(' ', all)}" : $"__fish_seen_subcommand_from {verb.Name}";
        var what = word.Word.StartsWith("--", StringComparison.Ordinal) ? $"-l {word.Word[2..]}" : $"-f -a {word.Word}";
        var values = word.Values.Count > 0 ? $" -x -a '{string.Join(' ', word.Values)}'" : "";
        return $"complete -c accessbot -n '{when}' {what}{values}{(word.What is "" ? "" : $" -d {FishQuoted(word.What)}")}";
    }

    private static IEnumerable<string> Names(IReadOnlyList<CompletedVerb> verbs) => verbs.Select(verb => verb.Name).Where(name => name is not "");

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines);

    // Nothing ends single quotes in these shells but another one.
    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // In fish a backslash does.
    private static string FishQuoted(string text) => $"'{text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("'", @"\'", StringComparison.Ordinal)}'";
}
