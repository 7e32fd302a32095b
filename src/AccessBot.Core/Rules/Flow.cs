namespace AccessBot.Core.Rules;

/// <summary>What a requester picks.</summary>
public sealed record Flow
{
    /// <summary>When holders are reminded where a flow says nothing of it.</summary>
    public static readonly TimeSpan UsualReminder = TimeSpan.FromMinutes(15);

    /// <summary>Its name in the rules file.</summary>
    public required string Key { get; init; }

    /// <summary>Its name for people.</summary>
    public required string Label { get; init; }

    /// <summary>A sentence for the form; null if there is none.</summary>
    public string? Description { get; init; }

    /// <summary>Text at the top of the form, with Slack's markup, as the rules' author wrote it; null if there is none.</summary>
    public string? Header { get; init; }

    /// <summary>What can be asked for; empty if it is an approval and nothing else.</summary>
    public required IReadOnlyList<Target> Targets { get; init; }

    /// <summary>How long can be asked for, the first preselected. Empty exactly when <see cref="AutoRevoke"/> is false or <see cref="IsApprovalOnly"/> true.</summary>
    public required IReadOnlyList<TimeSpan> Durations { get; init; }

    /// <summary>Whether the requester may pick a time of their own for the end, no further away than <see cref="MaxDuration"/>.</summary>
    public bool AllowUntil { get; init; }

    /// <summary>How far away an end that the requester picks may be.</summary>
    public TimeSpan MaxDuration { get; init; }

    /// <summary>What is asked of the reason.</summary>
    public required ReasonRule Reason { get; init; }

    /// <summary>The form's further fields, in order.</summary>
    public IReadOnlyList<Field> Fields { get; init; } = [];

    /// <summary>Who may ask: any of these.</summary>
    public required IReadOnlyList<Principal> Requesters { get; init; }

    /// <summary>Who must approve: every line must be met.</summary>
    public required IReadOnlyList<ApproverLine> Approvers { get; init; }

    /// <summary>Who need ask nobody in an emergency; null if there is no such way. In a list of what somebody may ask for, null if they may not.</summary>
    public BreakGlass? BreakGlass { get; init; }

    /// <summary>What is approved at once; the first that applies and isn't used up counts.</summary>
    public IReadOnlyList<AutoRule> AutoApprove { get; init; } = [];

    /// <summary>What is refused whoever approves: each that applies is a reason.</summary>
    public IReadOnlyList<AutoRule> AutoDeny { get; init; } = [];

    /// <summary>Whether a requester who is an approver may decide on their own request.</summary>
    public bool AllowSelfApproval { get; init; }

    /// <summary>Whether approvers say why they decide as they do.</summary>
    public DecisionMessage DecisionMessage { get; init; }

    /// <summary>Where requests are announced, step after step; never empty.</summary>
    public required IReadOnlyList<NotifyStep> Notify { get; init; }

    /// <summary>How long a request waits for its approvers.</summary>
    public TimeSpan LapseAfter { get; init; } = TimeSpan.FromHours(8);

    /// <summary>Whether access ends by itself after its duration. If not, it ends by hand only.</summary>
    public bool AutoRevoke { get; init; } = true;

    /// <summary>Whether the holder and the approvers may end access early. Admins always may.</summary>
    public bool AllowRevoke { get; init; } = true;

    /// <summary>Whether and how holders may have more time; null if they may not.</summary>
    public ExtendRule? Extension { get; init; } = new();

    /// <summary>How long before the end holders are reminded of it, where the access lasts at least twice as long; null for never.</summary>
    public TimeSpan? RemindBefore { get; init; } = UsualReminder;

    /// <summary>Whether guests of the workspace may ask and decide, where the other rules let them.</summary>
    public bool AllowGuests { get; init; }

    /// <summary>The rules in C# that are asked and told at its steps, by their classes' names, in this order.</summary>
    public IReadOnlyList<string> Rules { get; init; } = [];

    /// <summary>How far back its rules look at what somebody was granted: null if they don't, <see cref="TimeSpan.MaxValue"/> for ever.</summary>
    public TimeSpan? LooksBack => AutoApprove.Concat(AutoDeny)
        .SelectMany(rule => new[] { rule.When.GrantsAtMost, rule.When.GrantsAtLeast })
        .Where(grants => grants is not null)
        .Max(grants => (TimeSpan?)(grants!.In ?? TimeSpan.MaxValue));

    /// <summary>Whether it asks people for an approval and nothing else: no role is given, for no time, and nothing ends.</summary>
    public bool IsApprovalOnly => Targets.Count == 0;

    /// <summary>Who must approve once a request has reached a step: whom the steps up to it let decide counts for each line.</summary>
    /// <param name="step">The step's index; one that the flow doesn't have (any more) is after all that it has.</param>
    public IReadOnlyList<ApproverLine> ApproversAt(int step)
    {
        List<Principal> further = [.. Notify.Take(step + 1).SelectMany(reached => reached.Approvers)];
        return further.Count == 0 ? Approvers : [.. Approvers.Select(line => line with { AnyOf = [.. line.AnyOf, .. further] })];
    }

    /// <summary>The target with this key, or null.</summary>
    public Target? FindTarget(string key) => Targets.FirstOrDefault(target => string.Equals(target.Key, key, StringComparison.Ordinal));

    /// <summary>Its durations that are below what was asked for, the longest first: what an approver may give instead.</summary>
    public IReadOnlyList<TimeSpan> Below(TimeSpan asked) => [.. Durations.Where(duration => duration < asked).OrderDescending()];

    /// <summary>How long its access may last with all extensions: what the rule for these says, else the longest that can be asked for.</summary>
    public TimeSpan LongestInAll => Extension?.AtMost ?? (Durations.Count > 0 && Durations.Max() is var longest && longest > MaxDuration ? longest : MaxDuration);

    /// <summary>How much more may be asked for of access that lasts so long already: its durations that fit, and all that is left.</summary>
    public IReadOnlyList<TimeSpan> Further(TimeSpan soFar)
    {
        // Whole seconds, since more can't be picked.
        var left = TimeSpan.FromSeconds(Math.Floor((LongestInAll - soFar).TotalSeconds));
        return Extension is null || !AutoRevoke || IsApprovalOnly || left <= TimeSpan.Zero ? []
            : [.. Durations.Where(duration => duration < left), left];
    }

    /// <summary>The same flow with some of its targets only; null if it has targets and none of them is left.</summary>
    public Flow? With(Func<Target, bool> which)
    {
        if (Targets.All(which))
        {
            return this;
        }

        List<Target> some = [.. Targets.Where(which)];
        return some.Count == 0 ? null : this with { Targets = some };
    }

    /// <summary>The same, with its own key in whatever of it names people by a rule in C#.</summary>
    internal Flow OwningRules()
    {
        return this with
        {
            Requesters = Own(Requesters),
            Approvers = [.. Approvers.Select(line => line with { AnyOf = Own(line.AnyOf) })],
            Targets = [.. Targets.Select(target => target.Requesters is { } some ? target with { Requesters = Own(some) } : target)],
            AutoApprove = [.. AutoApprove.Select(OwnRule)],
            AutoDeny = [.. AutoDeny.Select(OwnRule)],
            Notify = [.. Notify.Select(step => step with { Place = OwnPlace(step.Place), Approvers = Own(step.Approvers) })],
        };

        IReadOnlyList<Principal> Own(IReadOnlyList<Principal> people) => people.Count == 0 ? people : [.. people.Select(principal => principal.In(Key))];

        NotifyPlace OwnPlace(NotifyPlace place) => place switch
        {
            NotifyPlace.DirectMessage direct => new NotifyPlace.DirectMessage(Own(direct.People)),
            NotifyPlace.GroupMessage together => new NotifyPlace.GroupMessage(Own(together.People)),
            _ => place,
        };

        AutoRule OwnRule(AutoRule rule) => rule with { When = rule.When with { RequesterIn = Own(rule.When.RequesterIn) } };
    }

    /// <summary>The fields whose conditions hold, hidden ones included, in the form's order. A field that isn't asked for has no value for those after it.</summary>
    /// <param name="valueOf">What a field that is shown holds; null or blank for nothing.</param>
    public IReadOnlyList<Field> AskedFields(Func<Field, string?> valueOf)
    {
        var asked = new List<Field>();
        var values = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var field in Fields.Where(field => field.ShowWhen.All(Holds)))
        {
            var value = (field.Hidden ? field.Default : valueOf(field)) ?? "";
            values[field.Name] = FieldValues.Items(field, FieldValues.Read(field, value) ?? "");
            asked.Add(field);
        }

        return asked;

        bool Holds(FieldCondition condition) =>
            values.TryGetValue(condition.Field, out var held) && held.Any(value => condition.OneOf.Contains(value, StringComparer.Ordinal));
    }
}
