using AccessBot.Core.Checking;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;

namespace AccessBot.Cli;

/// <summary>What <c>accessbot check</c> found, and how it writes that. Pure.</summary>
/// <param name="File">The access rules.</param>
/// <param name="Rules">What they say; null if they can't be used.</param>
/// <param name="WithSettings">Whether the settings were looked at.</param>
internal sealed record CheckReport(string File, AccessRules? Rules, bool WithSettings)
{
    /// <summary>What is wrong with what was read here.</summary>
    public IReadOnlyList<CheckProblem> Problems { get; init; } = [];

    /// <summary>What was looked at elsewhere; null if nothing was.</summary>
    public IReadOnlyList<Checked>? Looked { get; init; }

    /// <summary>What was asked to be explained.</summary>
    public ExplainedWish? Explained { get; init; }

    /// <summary>Whether that was explained without the links and requests that the database has.</summary>
    public bool IsWithoutDatabase { get; init; }

    /// <summary>Whether there is nothing to mend.</summary>
    public bool IsGood => !All.Any();

    private IEnumerable<CheckProblem> All => Problems.Concat((Looked ?? []).Select(looked => looked.Problem).OfType<CheckProblem>());

    public string Text() => string.Join(Environment.NewLine, Lines().Select(RevokeReport.Clean));

    public string Json() => JsonOutput.Of(
        new
        {
            Ok = IsGood,
            Problems = All,
            Rules = Rules is null ? null : new { File, Flows = Rules.Flows.Count, Targets = Rules.Targets.Count, Roles = Rules.Roles.Count },
            Online = Looked?.Select(looked => new { looked.What, State = Word(looked), Ok = looked is { Problem: null, Open: null }, looked.Problem?.Code, Why = looked.Open }),
            Explanation = Explained is null ? null : new
            {
                Ruling = Word(Explained.Explanation.Ruling),
                User = $"{Explained.User.Id}",
                Explained.Wish.Flow,
                Explained.Wish.Target,
                Explained.Wish.BreakGlass,
                Seconds = Explained.Wish.Duration?.TotalSeconds,
                Codes = (Explained.Explanation.Ruling as Ruling.Refused)?.Why.Select(refusal => $"{refusal.Code}"),
                Explained.Explanation.Lines,
            },
        });

    private IEnumerable<string> Lines()
    {
        foreach (var problem in Problems)
        {
            yield return Looked is null ? Line(problem) : $"✗ wrong: {Line(problem)}";
        }

        foreach (var looked in Looked ?? [])
        {
            yield return Line(looked);
        }

        if (Explained is not null)
        {
            foreach (var line in Told(Explained))
            {
                yield return line;
            }
        }
        else if (IsGood)
        {
            yield return $"{File}: {Count(Rules!.Flows.Count, "flow")}, {Count(Rules.Targets.Count, "target")} in {Count(Rules.Roles.Count, "OneLogin role")}.{(WithSettings ? " The settings are complete." : "")}";
        }

        if (Explained is null || !IsGood)
        {
            yield return IsGood ? "No problems." : $"{Count(All.Count(), "problem")}.";
        }
    }

    private IEnumerable<string> Told(ExplainedWish explained)
    {
        var (user, wish, target) = (explained.User, explained.Wish, explained.Flow.Targets.FirstOrDefault(t => t.Key == explained.Wish.Target));
        yield return $"{user.Name} ({user.Id}{(user.Email is null ? "" : $", {user.Email}")}) asks by {wish.Flow}{(wish.Target.Length == 0 ? "" : $" for {wish.Target}")}"
            + $"{(target is null ? "" : $" ({target.Label})")}{(wish.Duration is { } duration ? $" for {DurationText.InWords(duration)}" : "")}{(wish.BreakGlass ? ", in an emergency" : "")}:";
        foreach (var line in explained.Explanation.Lines)
        {
            yield return $"{Mark(line.Mark)} {line.Topic}: {line.Sentence}{(line.Code is null ? "" : $" [{line.Code}]")}";
        }

        if (IsWithoutDatabase)
        {
            yield return "The database has no tables of this version or does not answer: links and requests that are there were not looked at.";
        }
    }

    /// <summary>What was looked at, in a line.</summary>
    public static string Line(Checked looked) => looked switch
    {
        { Problem: { } problem } => $"✗ wrong: {looked.What}: {Line(problem)}",
        { Open: { } why } => $"… open: {looked.What}: {why}{(why.EndsWith('.') ? "" : ".")}",
        _ => $"✓ ok: {looked.What}",
    };

    private static string Line(CheckProblem problem) =>
        $"{(problem.Message.StartsWith(problem.Place, StringComparison.Ordinal) ? "" : $"{problem.Place}: ")}{problem.Message}{(problem.Remedy.Length == 0 ? "" : $" {problem.Remedy}")} [{problem.Code}]";

    private static string Mark(ExplanationMark mark) => mark switch
    {
        ExplanationMark.Good => "✓",
        ExplanationMark.Bad => "✗",
        ExplanationMark.Open => "…",
        _ => "→",
    };

    private static string Word(Checked looked) => looked switch
    {
        { Problem: not null } => "wrong",
        { Open: not null } => "open",
        _ => "ok",
    };

    private static string Word(Ruling ruling) => ruling switch
    {
        Ruling.Refused => "refused",
        Ruling.NeedsApproval => "needsApproval",
        _ => "approved",
    };

    private static string Count(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
