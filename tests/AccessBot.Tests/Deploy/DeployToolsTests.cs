using AccessBot.Tests.Support;

namespace AccessBot.Tests.Deploy;

/// <summary>Whoever reads the files in the end has no complaint about them; where it is installed.</summary>
public sealed class DeployToolsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Dictionary<string, string> NoSettings = new(StringComparer.Ordinal) { ["TF_CLI_CONFIG_FILE"] = "/dev/null", ["CHECKPOINT_DISABLE"] = "1" };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("accessbot-deploy-");

    [Fact]
    public async Task Compose_takes_its_file_and_resolves_every_secret()
    {
        var outcome = await AskAsync("docker-compose", "-f", Repository.File("docker-compose.yml"), "config");

        Assert.Contains(Repository.File("local/secrets/slack-bot-token"), outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Kustomize_makes_manifests_of_the_example()
    {
        var outcome = await AskAsync("kubectl", "kustomize", Repository.File("deploy/kubernetes/example"));

        Assert.Equal(
            ["ConfigMap", "ConfigMap", "Deployment", "NetworkPolicy", "PodDisruptionBudget", "Service", "ServiceAccount"],
            outcome.Lines.Where(line => line.StartsWith("kind: ", StringComparison.Ordinal)).Select(line => line[6..]).Order(StringComparer.Ordinal));
        Assert.Contains("  name: accessbot-rules\n", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Prometheus_takes_the_alarms()
    {
        var outcome = await AskAsync("promtool", "check", "rules", Repository.File("deploy/alerts.yaml"));

        Assert.Contains("SUCCESS", outcome.Output, StringComparison.Ordinal);
    }

    [Fact]
    public Task Terraform_finds_nothing_to_format() => AskAsync("terraform", "fmt", "-check", "-recursive", "-diff", Repository.File("deploy/aws"));

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_the_unit()
    {
        // What it starts isn't on this machine.
        var unit = Path.Combine(folder.FullName, "accessbot.service");
        await File.WriteAllTextAsync(unit, DeployFiles.Text("deploy/systemd/accessbot.service").Replace("/opt/accessbot/accessbot", "/bin/true", StringComparison.Ordinal));

        var outcome = await AskAsync("systemd-analyze", "verify", unit);

        Assert.DoesNotContain("accessbot.service", outcome.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_beside_the_unit_has_the_service_s_settings_and_user_and_gives_words_on_as_they_are()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can become another user");
        var settings = Path.Combine(folder.FullName, "settings.env");
        var program = Path.Combine(folder.FullName, "program");
        await File.WriteAllTextAsync(settings, DeployFiles.Text("deploy/systemd/settings.env"));
        Programs.Script(program, "id -un\nprintenv Database__ConnectionString Slack__BotToken\nprintf '<%s>\\n' \"$@\"");
        Programs.OpenToAll(folder.FullName);

        var outcome = await CommandOutcome.OfProgramAsync(Repository.File("deploy/systemd/accessbot"), ["revoke", "--reason", "laptop stolen"],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ACCESSBOT_SETTINGS"] = settings, ["ACCESSBOT_PROGRAM"] = program, ["ACCESSBOT_USER"] = "nobody" }, Limit);

        Assert.True(outcome.Code == 0, $"{outcome}");
        Assert.Equal(["nobody", "Data Source=/var/lib/accessbot/accessbot.db", "file:/etc/accessbot/secrets/slack-bot-token", "<revoke>", "<--reason>", "<laptop stolen>"], outcome.Lines);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task<CommandOutcome> AskAsync(string tool, params string[] words)
    {
        Assert.SkipUnless(Programs.Has(tool), $"{tool} is not installed");
        var outcome = await CommandOutcome.OfProgramAsync(tool, words, NoSettings, Limit);
        Assert.True(outcome.Code == 0, $"{outcome}");
        return outcome;
    }
}
