using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Slack.Conversation;

/// <summary>What a new form has in it when it opens. A proposal: what the form doesn't offer is left out, and all of it is judged when it is sent.</summary>
internal sealed record Prefill
{
    /// <summary>An empty form.</summary>
    public static Prefill None { get; } = new();

    /// <summary>The flow's key; null for the first that is offered.</summary>
    public string? Flow { get; init; }

    /// <summary>The target's key; null for none.</summary>
    public string? Target { get; init; }

    /// <summary>As what in the role, where the requester chooses; null for nothing.</summary>
    public Privilege? Privilege { get; init; }

    /// <summary>For how long; null for the flow's first duration.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Why; null for nothing.</summary>
    public string? Reason { get; init; }

    /// <summary>The flow's fields by name, as <see cref="FieldValues"/> reads them.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The same as was asked for before. That it was an emergency is for people to say anew.</summary>
    public static Prefill Of(Request request) => new()
    {
        Flow = request.Flow,
        Target = request.IsApprovalOnly ? null : request.Target,
        Privilege = request.IsApprovalOnly ? null : request.Privilege,
        Duration = request.Until is null ? request.Duration : null,
        Reason = request.Reason,
        Fields = request.Fields,
    };

    /// <summary>The flow that it means, among those offered; null if it isn't offered.</summary>
    public Flow? FlowAmong(IEnumerable<Flow> offered) => offered.FirstOrDefault(flow => string.Equals(flow.Key, Flow, StringComparison.Ordinal));

    /// <summary>Whether the flow's form takes all of it.</summary>
    public bool FitsIn(Flow flow) =>
        (Target is null || flow.FindTarget(Target) is not null)
        && (Duration is not { } length || flow.Durations.Contains(length))
        && Fields.Where(value => !string.IsNullOrWhiteSpace(value.Value)).All(value => flow.Fields.FirstOrDefault(field => field.Name == value.Key) is { } field && (field.Hidden || Takes(field, value.Value)));

    /// <summary>As much of it as there is room for; what doesn't fit is left for people to fill in.</summary>
    /// <param name="room">In bytes, by the measure of <see cref="FormSize.Of"/>.</param>
    public Prefill Within(int room)
    {
        var left = room;
        var reason = Takes(Reason) ? Reason : null;
        return this with { Reason = reason, Fields = Fields.Where(field => Takes(field.Value)).ToDictionary(field => field.Key, field => field.Value, StringComparer.Ordinal) };

        bool Takes(string? text)
        {
            var size = FormSize.Of(text);
            if (size > left)
            {
                return false;
            }

            left -= size;
            return true;
        }
    }

    /// <summary>The flow with these values at first in its fields, where they take them.</summary>
    public Flow In(Flow flow) => Fields.Count == 0 ? flow : flow with { Fields = [.. flow.Fields.Select(In)] };

    private Field In(Field field) =>
        !field.Hidden && Fields.TryGetValue(field.Name, out var value) && !string.IsNullOrWhiteSpace(value) && Takes(field, value)
            ? field with { Default = FieldValues.Read(field, value) }
            : field;

    private static bool Takes(Field field, string value) => FieldValues.WhyNot(field, value) is null;
}
