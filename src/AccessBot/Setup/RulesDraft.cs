using System.Globalization;
using System.Text.RegularExpressions;
using AccessBot.Core.Rules;

namespace AccessBot.Setup;

/// <summary>Access rules to begin with: some roles, who approves them, and where that is asked. Pure.</summary>
internal sealed partial record RulesDraft
{
    private const int LongestLabel = 75;
    private const int LongestKey = 40;

    // Each is good by itself, so that what is wrong with a draft is the answer that was put in.
    public IReadOnlyList<string> Admins { get; init; } = ["admin@example.com"];

    /// <summary>OneLogin's ids, and what people call the roles.</summary>
    public IReadOnlyList<(long Id, string Label)> Roles { get; init; } = [(1, "Role")];

    public string Label { get; init; } = "Access";

    public IReadOnlyList<string> Durations { get; init; } = ["1h", "4h", "8h"];

    public ApproverChoice Approvers { get; init; } = ApproverChoice.Admins;

    /// <summary>The user group's or the role's id, where approvers are one of them.</summary>
    public string ApproversId { get; init; } = "";

    /// <summary>Null where approvers are written to directly.</summary>
    public string? Channel { get; init; }

    /// <summary>What is wrong with them, as the reader of rules says it; null if nothing is.</summary>
    public string? Problem() => RulesFile.Read(Text(), "access.yaml") is { Problems: [var problem, ..] } ? $"{problem.Message} {problem.Remedy}".TrimEnd() : null;

    /// <summary>The file.</summary>
    public string Text()
    {
        var roles = Roles.Select((role, i) => (Key: Key(role, i), role.Id, Label: LabelOf(role))).ToList();
        var targets = string.Concat(roles.Select(role => string.Create(CultureInfo.InvariantCulture, $"  {role.Key}:\n    label: {Scalar(role.Label)}\n    oneLoginRole: {role.Id}\n")));
        return $$"""
            # Begun by accessbot setup, which leaves it alone from now on. The manual says under "Access rules" what else can stand here,
            # and accessbot check says what is wrong with it.
            version: 1

            # Who may end any access, and is told of trouble. Better two than one.
            admins: [{{string.Join(", ", Admins.Select(Scalar))}}]

            # What can be asked for, by OneLogin's id of the role. No other role is ever given.
            targets:
            {{targets}}
            flows:
              access:
                label: {{Scalar(Label)}}
                targets: [{{string.Join(", ", roles.Select(role => role.Key))}}]
                # For how long; the first is preselected.
                durations: [{{string.Join(", ", Durations.Select(Scalar))}}]
                reason: { required: true, minLength: 10 }
                # Who may ask: every full member of the workspace.
                requesters: [everyone]
                # Who approves: one of them, and never the one who asks.
                approvers:
                  - { anyOf: [ {{Approver}} ] }
                # Where they are asked.
                notify:
                  - { {{(Channel is null ? $"directMessage: [ {Approver} ]" : $"channel: {Scalar(Channel)}")}} }

            """;
    }

    private string Approver => Approvers switch
    {
        ApproverChoice.Group => $"{{ slackGroup: {Scalar(ApproversId)} }}",
        ApproverChoice.Role => $"{{ oneLoginRole: {Scalar(ApproversId)} }}",
        ApproverChoice.Manager => "{ manager: requester }",
        _ => "admins",
    };

    /// <summary>The role's name as a name in the file; with its id where two would be the same, YAML means something by it, or nothing is left of it.</summary>
    private string Key((long Id, string Label) role, int at)
    {
        var name = Plain(role.Label);
        return name.Length == 0 ? Numbered("role")
            : Words.Contains(name, StringComparer.Ordinal) || Roles.Where((other, i) => i != at && Plain(other.Label) == name).Any() ? Numbered(name) : name;

        string Numbered(string word) => string.Create(CultureInfo.InvariantCulture, $"{word}-{role.Id}");
    }

    private static string Plain(string label)
    {
        var name = Others().Replace(label.ToLowerInvariant(), "-").Trim('-');
        return (name.Length > LongestKey ? name[..LongestKey] : name).TrimEnd('-');
    }

    private static string LabelOf((long Id, string Label) role)
    {
        var label = Cli.RevokeReport.Clean(role.Label).Trim();
        return label.Length == 0 ? string.Create(CultureInfo.InvariantCulture, $"Role {role.Id}") : label.Length > LongestLabel ? label[..LongestLabel] : label;
    }

    /// <summary>As it is where nothing in it means anything to YAML, or else in quotes.</summary>
    private static string Scalar(string text) =>
        (Bare().IsMatch(text) && !Words.Contains(text, StringComparer.OrdinalIgnoreCase)) || Number().IsMatch(text) ? text : $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static readonly string[] Words = ["true", "false", "yes", "no", "on", "off", "y", "n", "null"];

    [GeneratedRegex("[^a-z0-9]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Others();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9@._+-]*( [A-Za-z0-9@._+-]+)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex Bare();

    [GeneratedRegex(@"^[1-9][0-9]*[smhd]?\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    private static partial Regex Number();
}
