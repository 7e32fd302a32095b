using System.Globalization;
using AccessBot.Composition;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Setup;

/// <summary>Access rules to begin with, if there are none yet.</summary>
internal sealed class RulesStep(Dialogue dialogue, SettingsDraft draft, string file)
{
    private const string WhichRoles = "Roles of OneLogin's that people may ask for";
    private const string HowToFindRole = "Write numbers, like 81878: a role's stands in the address of its page in OneLogin (Users > Roles).";

    /// <returns>The text of the file; null if one is there, which is kept.</returns>
    public async Task<string?> AskAsync(CancellationToken cancel)
    {
        dialogue.Heading("The access rules");
        if (File.Exists(file))
        {
            var reading = RulesOnDisk.Look(file) is { Text: not null } there ? there.Judge() : null;
            dialogue.Say($"{file} is there, and is left alone. {(reading is { Problems.Count: 0 } ? "Nothing is wrong with it." : "Not all is well with it:")}");
            foreach (var problem in reading?.Problems ?? [])
            {
                dialogue.Say($"{problem}");
            }

            return null;
        }

        dialogue.Say("These are some to begin with: one way to ask for some roles. More is written in the file by hand.");
        var roles = await Looks.AtRolesAsync(draft, cancel) ?? [];
        var rules = new RulesDraft();
        rules = await AskAsync(rules, "Admins of AccessBot: addresses or Slack ids, with commas between", "", (r, text) => r with { Admins = Listed(text) }, cancel);
        rules = await RolesAsync(rules, roles, cancel);
        rules = await AskAsync(rules, "What people see it as", "Access", (r, text) => r with { Label = text }, cancel);
        rules = await AskAsync(rules, "For how long it may be asked for", "1h, 4h, 8h", (r, text) => r with { Durations = Listed(text) }, cancel);
        rules = await ApproversAsync(rules, roles, cancel);
        rules = await AskAsync(rules, "Channel where approvers are asked: its id (C…); empty to write to each of them", "", (r, text) => r with { Channel = text.Length == 0 ? null : text }, cancel);
        return rules.Text();
    }

    private async Task<RulesDraft> AskAsync(RulesDraft rules, string question, string now, Func<RulesDraft, string, RulesDraft> with, CancellationToken cancel) =>
        with(rules, await dialogue.TextAsync(question, now, text => with(rules, text).Problem(), cancel));

    private async Task<RulesDraft> RolesAsync(RulesDraft rules, IReadOnlyList<RuleRole> roles, CancellationToken cancel)
    {
        while (true)
        {
            var asked = rules with { Roles = roles.Count > 0 ? await ChosenRolesAsync(roles, cancel) : await NamedRolesAsync(cancel) };
            if (asked.Problem() is not { } problem)
            {
                return asked;
            }

            dialogue.Say(problem);
        }
    }

    private async Task<IReadOnlyList<(long Id, string Label)>> ChosenRolesAsync(IReadOnlyList<RuleRole> roles, CancellationToken cancel) =>
        [.. (await dialogue.ChooseSeveralAsync(WhichRoles, Choices(roles), cancel)).Select(role => (role.Id, role.Name))];

    private async Task<IReadOnlyList<(long Id, string Label)>> NamedRolesAsync(CancellationToken cancel)
    {
        var ids = Ids(await dialogue.TextAsync($"{WhichRoles}: their ids, with commas between", "", text => Ids(text) is null ? HowToFindRole : null, cancel))!;
        var named = new List<(long Id, string Label)>();
        foreach (var id in ids)
        {
            named.Add((id, await dialogue.TextAsync($"What people see role {id} as", $"Role {id}", text => new RulesDraft { Roles = [(id, text)] }.Problem(), cancel)));
        }

        return named;
    }

    private async Task<RulesDraft> ApproversAsync(RulesDraft rules, IReadOnlyList<RuleRole> roles, CancellationToken cancel)
    {
        rules = rules with
        {
            Approvers = await dialogue.ChooseAsync("Who approves", ApproverChoice.Admins, cancel,
                (ApproverChoice.Admins, "The admins of AccessBot"),
                (ApproverChoice.Group, "A user group of Slack's"),
                (ApproverChoice.Role, "The members of a role in OneLogin"),
                (ApproverChoice.Manager, "The requester's manager, as OneLogin has it")),
        };
        return rules.Approvers switch
        {
            ApproverChoice.Group => await AskAsync(rules, "The user group's id (S…, in its menu under People > User groups)", "", (r, text) => r with { ApproversId = text }, cancel),
            ApproverChoice.Role when roles.Count > 0 => rules with { ApproversId = $"{(await dialogue.ChooseAsync("The role", roles[0], cancel, Choices(roles))).Id}" },
            ApproverChoice.Role => await AskAsync(rules, "The role's id", "", (r, text) => r with { ApproversId = text }, cancel),
            _ => rules,
        };
    }

    private static IReadOnlyList<(RuleRole Value, string Label)> Choices(IReadOnlyList<RuleRole> roles) =>
        [.. roles.Select(role => (role, string.Create(CultureInfo.InvariantCulture, $"{role.Name} ({role.Id})")))];

    private static string[] Listed(string text) => text.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Null if not all are numbers, or there are none.</summary>
    private static List<long>? Ids(string text)
    {
        var ids = Listed(text).Select(word => long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : (long?)null).Distinct().ToList();
        return ids.Count == 0 || ids.Contains(null) ? null : [.. ids.OfType<long>()];
    }
}
