using System.Reflection;
using System.Text.RegularExpressions;
using AccessBot.Cli;
using AccessBot.Core.Alarms;
using AccessBot.Core.Checking;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Reading;
using AccessBot.Dashboard;
using AccessBot.Identity;
using AccessBot.Jobs;
using AccessBot.OnCall;
using AccessBot.OneLogin;
using AccessBot.Persistence;
using AccessBot.Secrets;
using AccessBot.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Wire;
using AccessBot.Telemetry;
using AccessBot.Tests.Support;
using AccessBot.Webhooks;

namespace AccessBot.Tests.Readme;

/// <summary>What the READMEs say is what the code does.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = Repository.Root;
    private static readonly string Manual = File.ReadAllText(Path.Combine(Root, "README.md"));

    [Fact]
    public void The_diagram_is_the_one_that_the_table_prints()
    {
        var diagram = $"```mermaid\n{Lifecycle.Diagram()}\n```";

        Assert.True(Manual.Contains(diagram, StringComparison.Ordinal), $"README.md should have this diagram:{Environment.NewLine}{diagram}");
    }

    [Fact]
    public void The_settings_table_names_every_setting_that_is_read_and_no_other()
    {
        var read = Settings("Slack", typeof(SlackOptions)).Concat(Settings(OneLoginOptions.Section, typeof(OneLoginOptions)))
            .Concat(Settings(DatabaseOptions.Section, typeof(DatabaseOptions))).Concat(Settings(PagerDutyOptions.Section, typeof(PagerDutyOptions)))
            .Concat(Settings(OpsgenieOptions.Section, typeof(OpsgenieOptions))).Concat(Settings(IdentityOptions.Section, typeof(IdentityOptions)))
            .Concat(Settings(SecretsOptions.Section, typeof(SecretsOptions))).Concat(Settings(WebhookOptions.Section, typeof(WebhookOptions)))
            .Concat(Settings(DashboardOptions.Section, typeof(DashboardOptions))).Append("Access:File");

        var told = TableRow().Matches(Section("Settings")).Select(m => m.Groups["key"].Value);

        Assert.Equal(read.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_table_of_options_names_every_one_that_the_command_has_and_no_other()
    {
        var has = RevokeVerb.Build([], Terminal.OfTheProcess).Options.Where(option => !option.Hidden).Select(option => option.Name);

        var told = TableRow().Matches(Section("Stop it all")).Select(m => m.Groups["key"].Value);

        Assert.Equal(has.Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_section_on_checking_has_every_option_and_every_code_that_is_not_of_the_rules()
    {
        var has = CheckVerb.Build([], Terminal.OfTheProcess).Options.Where(option => !option.Hidden).Select(option => option.Name);

        var told = TableRow().Matches(Section("Check and reload")).Select(m => m.Groups["key"].Value);

        Assert.Equal(has.Append("FILE").Concat(CheckCode.Meanings.Keys).Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
        Assert.All(CheckCode.Meanings, m => Assert.Contains($"| `{m.Key}` | {m.Value} |", Section("Check and reload"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_table_of_commands_is_the_one_that_they_are_read_by()
    {
        var told = Section("Commands").Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal));

        Assert.Equal(
            CommandWords.All.Select(command => $"| `{$"/access {command.Usage}".Trim().Replace("|", "\\|", StringComparison.Ordinal)}` | {command.What}{(command.ForAdmins ? " For admins." : "")} |"),
            told);
    }

    [Fact]
    public void The_table_of_what_slack_refuses_is_the_one_that_is_followed()
    {
        var told = Section("When Slack refuses a message").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(1);

        Assert.Equal(DeliveryFaults.All.Select(answer => $"| {answer.When} | {string.Join(", ", answer.Codes.Select(code => $"`{code}`"))} | {answer.What} |"), told);
    }

    [Fact]
    public void The_table_of_metrics_names_every_one_with_its_causes()
    {
        var told = Section("Health and metrics");

        Assert.Equal(
            Metrics.Order(StringComparer.Ordinal),
            TableRow().Matches(told).Select(m => m.Groups["key"].Value).Order(StringComparer.Ordinal));
        Assert.Contains($"`{AccessMeter.CauseTag}`", told, StringComparison.Ordinal);
        string[] tags = [RevocationLateness.EndKindTag, AccessMeter.QueueTag, RequestMeter.FlowTag, RequestMeter.StateTag, OneLoginMeter.RouteTag, OneLoginMeter.OutcomeTag, SlackMeter.MethodTag, SlackMeter.OutcomeTag];
        Assert.All(tags, tag => Assert.Contains($"`{tag}`", told, StringComparison.Ordinal));
        Assert.All(JobsModule.Queues, queue => Assert.Contains($"`{queue}`", told, StringComparison.Ordinal));
        Assert.All(Causes, cause => Assert.Contains($"`{cause}`", told, StringComparison.Ordinal));
    }

    [Fact]
    public void The_operators_page_has_every_alarm()
    {
        var told = TableRow().Matches(File.ReadAllText(Path.Combine(Root, "deploy/README.md"))).Select(m => m.Groups["key"].Value).ToList();

        Assert.All(Causes, cause => Assert.Contains(told, alarm => alarm == $"{OverdueAlarms.Source}/{cause}" || alarm == $"{OverdueAlarms.Source}/{cause}/ROLE"));
        Assert.Contains($"{ClockAlarm.Source}/MACHINE", told);
        Assert.Contains(RulesAlarm.Cause, told);
        Assert.Contains($"{RuleAlarm.Source}/CLASS", told);
        Assert.Contains($"{MissingApproverAlarm.Source}/FLOW", told);
        Assert.Contains($"{BreakGlassAlarm.Source}/REQUEST", told);
        Assert.Contains($"{IdentityAlarm.Source}/SLACK-USER/ONELOGIN-USER", told);
        Assert.Contains(DeliveryAlarm.GivenUpCause, told);
        Assert.Contains($"{DeliveryAlarm.Source}/PLACE", told);
        Assert.Contains($"{DeliveryAlarm.Source}/CODE", told);
    }

    [Fact]
    public void The_table_of_problems_has_every_code_with_its_meaning()
    {
        var told = Section("What can be wrong in access.yaml");

        Assert.All(RulesProblemCode.Meanings, m => Assert.Contains($"| `{m.Key}` | {m.Value} |", told, StringComparison.Ordinal));
        Assert.Equal(RulesProblemCode.Meanings.Count, TableRow().Count(told));
    }

    [Fact]
    public void The_tables_of_fields_have_every_type_and_key_and_no_other()
    {
        var told = TableRow().Matches(Section("Fields of a form")).Select(m => m.Groups["key"].Value);

        Assert.Equal([.. FieldReader.TypeNames, .. FieldReader.Shape.Names], told);
    }

    [Fact]
    public void The_table_of_steps_has_every_key_and_no_other()
    {
        var all = Section("Access rules");
        var start = all.IndexOf("### Where it is announced", StringComparison.Ordinal);
        var told = TableRow().Matches(all[start..all.IndexOf("\n### ", start + 4, StringComparison.Ordinal)]).Select(m => m.Groups["key"].Value);

        Assert.Equal(NotifyReader.Step.Names, told);
    }

    [Fact]
    public void The_sample_rules_can_be_read()
    {
        var yaml = Regex.Match(Section("Access rules"), "```yaml\n(?<yaml>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["yaml"].Value;

        Assert.Empty(RulesFile.Read(yaml, "README.md").Problems);
    }

    [Fact]
    public void Every_link_to_a_file_leads_somewhere()
    {
        foreach (var readme in Directory.EnumerateFiles(Root, "README.md", SearchOption.AllDirectories).Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal)))
        {
            foreach (Match link in FileLink().Matches(File.ReadAllText(readme)))
            {
                Assert.True(Path.Exists(Path.Combine(Path.GetDirectoryName(readme)!, link.Groups["path"].Value)), $"{readme} links to {link.Groups["path"].Value}, which is not there.");
            }
        }
    }

    private static IEnumerable<string> Metrics =>
    [
        AccessMeter.LiveName, AccessMeter.OverdueName, AccessMeter.OldestName, AccessMeter.SocketsName, AccessMeter.JobsName, AccessMeter.JobAgeName,
        RevocationLateness.Name, RequestMeter.StepsName, RequestMeter.DecisionName, RequestMeter.GrantName, OneLoginMeter.Name, SlackMeter.Name,
    ];

    private static IEnumerable<string> Causes => Enum.GetValues<Trouble>().Cast<Trouble?>().Append(null).Select(Overdue.CauseOf);

    private static IEnumerable<string> Settings(string section, Type options) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true }).Select(p => $"{section}:{p.Name}");

    private static string Section(string heading)
    {
        var start = Manual.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"README.md has no section '{heading}'.");
        var end = Manual.IndexOf("\n## ", start + 4, StringComparison.Ordinal);
        return end < 0 ? Manual[start..] : Manual[start..end];
    }

    [GeneratedRegex("^\\| `(?<key>[^`]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TableRow();

    [GeneratedRegex("\\]\\((?!https?:|#)(?<path>[^)#]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FileLink();
}
