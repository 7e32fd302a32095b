using AccessBot.Cli;
using Spectre.Console;

namespace AccessBot.Setup;

/// <summary>
/// Asks and tells. All that is shown goes through here, since much of it is others' words (a workspace's name, an answer of OneLogin's), which must neither
/// be taken for Spectre.Console's markup nor for a terminal's commands.
/// </summary>
internal sealed class Dialogue(IAnsiConsole console)
{
    /// <summary>More than these are not looked through, but searched.</summary>
    private const int MostAtOnce = 15;

    /// <summary>Where a list is written as it is.</summary>
    public TextWriter Writer => console.Profile.Out.Writer;

    public void Heading(string text)
    {
        console.WriteLine();
        console.Write(new Rule(Shown(text)) { Justification = Justify.Left });
    }

    public void Say(string text) => console.WriteLine(RevokeReport.Clean(text));

    /// <summary>What is to be done somewhere else, in turn.</summary>
    public void Steps(params IEnumerable<string> steps)
    {
        foreach (var (step, number) in steps.Select((step, i) => (step, i + 1)))
        {
            console.Write(new Padder(new Text(RevokeReport.Clean($"{number}. {step}")), new Padding(2, 0, 0, 0)));
        }
    }

    /// <summary>What is to be copied: never wrapped, since it would be copied with the line breaks.</summary>
    public void Code(string text)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Writer.WriteLine(RevokeReport.Clean(line));
        }
    }

    /// <param name="question">Without a colon.</param>
    /// <param name="now">What Enter stands for; null if something has to be typed.</param>
    /// <param name="problem">What is wrong with an answer: a sentence; null if nothing is.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<string> TextAsync(string question, string? now, Func<string, string?> problem, CancellationToken cancel)
    {
        var answer = await console.PromptAsync(
            new TextPrompt<string>($"{Shown(question)}{(now is { Length: > 0 } ? $" [grey]({Shown(now)})[/]" : "")}:")
                .AllowEmpty().Validate(text => Judged(Answer(text), problem)), cancel);
        return Answer(answer);

        string Answer(string text) => text.Trim() is { Length: > 0 } typed ? typed : now ?? "";
    }

    /// <summary>What is typed is never shown, nor what is there.</summary>
    /// <returns>Null if what is there is kept.</returns>
    public async Task<string?> SecretAsync(string question, bool isThere, Func<string, string?> problem, CancellationToken cancel)
    {
        var answer = await console.PromptAsync(
            new TextPrompt<string>($"{Shown(question)}{(isThere ? " [grey](Enter keeps the one that is there)[/]" : "")}:")
                .AllowEmpty().Secret('*').Validate(text => isThere && text.Trim().Length == 0 ? ValidationResult.Success() : Judged(text.Trim(), problem)), cancel);
        return answer.Trim() is { Length: > 0 } typed ? typed : null;
    }

    public async Task<bool> ConfirmAsync(string question, bool now, CancellationToken cancel) =>
        await console.PromptAsync(new ConfirmationPrompt(Shown(question)) { DefaultValue = now }, cancel);

    public async Task<T> ChooseAsync<T>(string question, T now, CancellationToken cancel, params IReadOnlyList<(T Value, string Label)> choices)
        where T : notnull
    {
        var prompt = new SelectionPrompt<(T Value, string Label)>().Title($"{Shown(question)}:").UseConverter(choice => Shown(choice.Label)).AddChoices(choices);
        prompt.DefaultValue = choices.FirstOrDefault(choice => choice.Value.Equals(now), choices[0]);
        var chosen = await console.PromptAsync(prompt, cancel);

        // A list is gone once something is chosen from it.
        Say($"{question}: {chosen.Label}");
        return chosen.Value;
    }

    /// <summary>One or more: marked in a list, or of a long one found by typing, one after the other.</summary>
    public async Task<IReadOnlyList<T>> ChooseSeveralAsync<T>(string question, IReadOnlyList<(T Value, string Label)> choices, CancellationToken cancel)
        where T : notnull
    {
        var chosen = choices.Count <= MostAtOnce ? await MarkAsync(question, choices, cancel) : await FindAsync(question, choices, cancel);
        Say($"{question}: {string.Join(", ", chosen.Select(choice => choice.Label))}");
        return [.. chosen.Select(choice => choice.Value)];
    }

    /// <summary>Of a broken-off question nothing is left on the screen, and a list hides the cursor.</summary>
    public void BreakOff()
    {
        console.Cursor.Show();
        console.WriteLine();
    }

    private async Task<IReadOnlyList<(T Value, string Label)>> MarkAsync<T>(string question, IReadOnlyList<(T Value, string Label)> choices, CancellationToken cancel)
        where T : notnull =>
        await console.PromptAsync(
            new MultiSelectionPrompt<(T Value, string Label)>().Title($"{Shown(question)}:").InstructionsText("[grey](space marks one, Enter goes on)[/]").PageSize(MostAtOnce)
                .UseConverter(choice => Shown(choice.Label)).AddChoices(choices), cancel);

    private async Task<IReadOnlyList<(T Value, string Label)>> FindAsync<T>(string question, IReadOnlyList<(T Value, string Label)> choices, CancellationToken cancel)
        where T : notnull
    {
        const int Enough = -1;
        var chosen = new List<(T Value, string Label)>();
        while (true)
        {
            var left = choices.Except(chosen).ToList();
            var prompt = new SelectionPrompt<int>().Title($"{Shown(question)} [grey](type a part of the name)[/]:").PageSize(MostAtOnce).EnableSearch()
                .UseConverter(i => i == Enough ? "That is all" : Shown(left[i].Label))
                .AddChoices(Enumerable.Range(0, left.Count).Prepend(Enough).Skip(chosen.Count > 0 ? 0 : 1));
            var i = await console.PromptAsync(prompt, cancel);
            if (i == Enough || left.Count == 1)
            {
                return i == Enough ? chosen : [.. chosen, left[i]];
            }

            chosen.Add(left[i]);
            Say($"+ {left[i].Label}");
        }
    }

    private static ValidationResult Judged(string answer, Func<string, string?> problem) =>
        problem(answer) is { } sentence ? ValidationResult.Error($"[red]{Shown(sentence)}[/]") : ValidationResult.Success();

    private static string Shown(string text) => Markup.Escape(RevokeReport.Clean(text));
}
