using System.Collections.Concurrent;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.UseCases;

/// <summary>Asks rules in C# what somebody can choose in a flow's fields, and puts that into the rules, so that whatever draws, offers or judges a choice finds it there.</summary>
/// <remarks>An answer is kept for a minute, for one person and what they have filled in: a form is drawn, looked into and judged several times.</remarks>
public sealed class FieldChoices(RuleMatters matters, IWorkspaceDirectory slack, TimeProvider clock)
{
    /// <summary>The most that a field can offer.</summary>
    public const int Most = 1000;

    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(1);

    // Weakly, for rules that are replaced are to go out of memory.
    private readonly ConcurrentDictionary<string, (WeakReference<RuleCode> Code, IReadOnlyList<Choice> Choices, DateTimeOffset At)> known = new(StringComparer.Ordinal);

    /// <summary>The flow with what this person can choose.</summary>
    /// <param name="rules">The rules that it is from.</param>
    /// <param name="flow">The flow.</param>
    /// <param name="who">The person.</param>
    /// <param name="soFar">What is filled in.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The flow, and the names of those of its fields whose rule failed: there is nothing to choose in them.</returns>
    /// <exception cref="WorkspaceUnavailableException">Slack doesn't say who the person is.</exception>
    /// <exception cref="RoleDirectoryException">OneLogin doesn't say.</exception>
    public async Task<(Flow Flow, IReadOnlyList<string> Failed)> FillAsync(AccessRules rules, Flow flow, SlackUserId who, Wish soFar, CancellationToken cancel)
    {
        if (flow.Fields.All(field => field.ChoicesFrom is null))
        {
            return (flow, []);
        }

        // Choices don't depend on the reason: nobody knows that before the form is sent.
        var wish = rules.Complete(soFar with { Reason = "" });
        var user = new Lazy<Task<WorkspaceUser?>>(() => slack.ReadUserAsync(who, cancel));
        var choices = await Task.WhenAll(flow.Fields.Select(field => field.ChoicesFrom is null ? Task.FromResult<IReadOnlyList<Choice>?>([]) : ChoicesAsync(rules, flow, field, who, user, wish, cancel)));
        return (flow with { Fields = [.. flow.Fields.Select((field, i) => field.ChoicesFrom is null ? field : Filled(field, choices[i] ?? []))] },
            [.. flow.Fields.Where((_, i) => choices[i] is null).Select(field => field.Name)]);
    }

    private static Field Filled(Field field, IReadOnlyList<Choice> choices)
    {
        var filled = field with { ChoicesFrom = null, Choices = choices };
        return filled with { Default = filled.Default is { } value ? FieldValues.Read(filled, value) : null };
    }

    private async Task<IReadOnlyList<Choice>?> ChoicesAsync(
        AccessRules rules, Flow flow, Field field, SlackUserId who, Lazy<Task<WorkspaceUser?>> user, Wish wish, CancellationToken cancel)
    {
        // What is chosen in the field itself says nothing about what can be.
        var asked = wish with { Fields = wish.Fields.Where(value => value.Key != field.Name).ToDictionary(StringComparer.Ordinal) };
        var key = string.Join('\n', [who.Value, flow.Key, field.Name, asked.Target, $"{asked.Privilege}", $"{(asked.Until is { } end ? end.Ticks : asked.Duration?.Ticks)}",
            .. asked.Fields.OrderBy(value => value.Key, StringComparer.Ordinal).Select(value => $"{value.Key}:{value.Value.Length}:{value.Value}")]);
        var now = clock.GetUtcNow();
        if (known.TryGetValue(key, out var last) && last.Code.TryGetTarget(out var code) && ReferenceEquals(code, rules.Code) && now - last.At <= GoodFor)
        {
            return last.Choices;
        }

        if (await user.Value is not { } person)
        {
            return [];
        }

        var matter = matters.AboutWish(rules, person, asked, cancel);
        var answer = await matter.AskAsync(flow, person, field.ChoicesFrom!, nameof(AccessRule.ChoicesAsync), (rule, context, limit) => rule.ChoicesAsync(field.Name, context, limit));
        if (answer.HasFailed)
        {
            return null;
        }

        if (WhyNot(answer.Value) is { } trouble)
        {
            await matter.TellAsync(field.ChoicesFrom!, nameof(AccessRule.ChoicesAsync), $"for field {field.Name}, {trouble}");
            return null;
        }

        IReadOnlyList<Choice> choices = [.. answer.Value];
        Remember(key, rules.Code, choices, now);
        return choices;
    }

    private static string? WhyNot(IReadOnlyList<Choice> choices) =>
        choices.Count > Most ? $"it offers {choices.Count} choices, and {Most} are the most."
        : choices.Any(choice => choice is null || !FieldValues.IsChoice(choice.Value ?? "") || !FieldValues.IsChoice(choice.Label ?? "")) ? "it offers a value or a label that is blank, on several lines or longer than 75 characters."
        : choices.DistinctBy(choice => choice.Value, StringComparer.Ordinal).Count() < choices.Count ? "it offers a value twice."
        : choices.DistinctBy(choice => choice.Label, StringComparer.OrdinalIgnoreCase).Count() < choices.Count ? "it offers a label twice."
        : null;

    private void Remember(string key, RuleCode code, IReadOnlyList<Choice> choices, DateTimeOffset now)
    {
        known[key] = (new WeakReference<RuleCode>(code), choices, now);
        if (known.Count > 1000)
        {
            foreach (var old in known.Where(k => now - k.Value.At > GoodFor))
            {
                known.TryRemove(old);
            }
        }
    }
}
