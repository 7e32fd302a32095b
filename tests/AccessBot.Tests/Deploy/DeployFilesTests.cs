using System.Text.Json;
using System.Text.RegularExpressions;
using AccessBot.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace AccessBot.Tests.Deploy;

/// <summary>The files that operators deploy by fit the program, and one another; no tool of others is needed for that.</summary>
public sealed partial class DeployFilesTests
{
    private const string User = "1654";

    /// <summary>Settings whose values nobody may read in a file.</summary>
    private static readonly string[] Secret = ["Token", "Secret", "ApiKey", "ClientId"];

    public static TheoryData<string> Files => [.. DeployFiles.All];

    [Theory, MemberData(nameof(Files))]
    public void Every_setting_in_it_is_one_that_there_is(string file) =>
        Assert.All(DeployFiles.SettingsIn(file), setting => Assert.Contains(setting.Key, DeployFiles.KnownSettings()));

    [Theory, MemberData(nameof(Files))]
    public void No_secret_stands_in_it(string file)
    {
        Assert.All(
            DeployFiles.SettingsIn(file).Where(setting => Secret.Any(end => setting.Key.EndsWith(end, StringComparison.Ordinal))),
            setting => Assert.Matches("^(file:|secretsmanager:)", setting.Value));
        Assert.DoesNotMatch("xox[a-z]-[0-9]|xapp-[0-9]|[Pp]assword=[A-Za-z0-9]", DeployFiles.Text(file));
    }

    [Theory]
    [InlineData("docker-compose.yml", "Slack:WorkspaceId", "Slack:BotToken", "Slack:AppToken", "OneLogin:Domain", "OneLogin:ClientId", "OneLogin:ClientSecret", "Database:Provider", "Database:ConnectionString")]
    [InlineData("deploy/aws/main.tf", "Slack:WorkspaceId", "Slack:BotToken", "Slack:AppToken", "Slack:SigningSecret", "OneLogin:Domain", "OneLogin:ClientId", "OneLogin:ClientSecret", "Database:Provider", "Database:ConnectionString", "Access:File")]
    [InlineData("deploy/kubernetes/example/kustomization.yaml", "Slack:WorkspaceId", "Slack:BotToken", "Slack:AppToken", "OneLogin:Domain", "OneLogin:ClientId", "OneLogin:ClientSecret", "Database:ConnectionString")]
    [InlineData("deploy/systemd/settings.env", "Slack:WorkspaceId", "Slack:BotToken", "Slack:AppToken", "OneLogin:Domain", "OneLogin:ClientId", "OneLogin:ClientSecret", "Database:ConnectionString", "Access:File")]
    public void What_a_start_needs_is_all_there(string file, params string[] settings) =>
        Assert.Superset(settings.ToHashSet(StringComparer.Ordinal), DeployFiles.SettingsIn(file).Select(setting => setting.Key).ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void All_YAML_can_be_read() =>
        Assert.All(DeployFiles.All.Append("deploy/alerts.yaml").Where(file => file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal)), file => DeployFiles.Yaml(file));

    [Fact]
    public void The_image_has_what_is_published_for_the_tests_of_it_and_runs_it_as_nobody_in_particular()
    {
        var image = DeployFiles.Text("deploy/Dockerfile");
        var framework = Framework().Match(DeployFiles.Text("Directory.Build.props")).Groups["version"].Value;

        var published = PublishWords().Matches(image + DeployFiles.Text("tests/run")).Select(m => m.Value).ToList();
        Assert.Equal(2, published.Count);
        Assert.Equal(published[0], published[1]);
        Assert.Equal([$"mcr.microsoft.com/dotnet/sdk:{framework}-noble", $"mcr.microsoft.com/dotnet/aspnet:{framework}-noble-chiseled-extra"], From().Matches(image).Select(m => m.Groups["image"].Value));
        Assert.Contains("\nUSER $APP_UID\n", image, StringComparison.Ordinal);
        Assert.Contains("""CMD ["/app/accessbot", "health"]""", image, StringComparison.Ordinal);
        Assert.Contains("""ENTRYPOINT ["/app/accessbot"]""", image, StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_image_is_built_from_is_let_into_it_and_nothing_of_an_operators()
    {
        var lets = DeployFiles.Text("deploy/Dockerfile.dockerignore").Split('\n').Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();

        Assert.All(lets, path => Assert.True(Path.Exists(Repository.File(path)), path));
        Assert.All(["src", "global.json", "Directory.Build.props", "Directory.Packages.props", "BannedSymbols.txt"], path => Assert.Contains(path, lets));
        Assert.All(["local", ".env", "deploy"], path => Assert.DoesNotContain(path, lets));
    }

    [Fact]
    public void Ports_probes_and_the_user_are_the_same_everywhere()
    {
        var pod = DeployFiles.Yaml("deploy/kubernetes/base/deployment.yaml").At("spec", "template", "spec");
        var container = pod.At("containers", 0);
        var compose = DeployFiles.Yaml("docker-compose.yml").At("services", "accessbot");
        var http = DeployFiles.Text("deploy/aws/http.tf");
        var task = DeployFiles.Text("deploy/aws/service.tf");

        Assert.Contains("ASPNETCORE_HTTP_PORTS=8080 ", DeployFiles.Text("deploy/Dockerfile"), StringComparison.Ordinal);
        Assert.Contains("EXPOSE 8080\n", DeployFiles.Text("deploy/Dockerfile"), StringComparison.Ordinal);
        Assert.Equal("8080", $"{container.At("ports", 0, "containerPort")}");
        Assert.Equal("127.0.0.1:8080:8080", $"{compose.At("ports", 0)}");
        Assert.Contains("containerPort = 8080", task, StringComparison.Ordinal);
        Assert.Equal(["/healthz/live", "/healthz/live", "/healthz/ready"], new[] { "livenessProbe", "startupProbe", "readinessProbe" }.Select(probe => $"{container.At(probe, "httpGet", "path")}"));
        Assert.Matches("path +=  ?\"/healthz/live\"", http);
        Assert.Contains("""["CMD", "/app/accessbot", "health", "--live"]""", task, StringComparison.Ordinal);
        Assert.Equal(User, $"{pod.At("securityContext", "runAsUser")}");
        Assert.Matches($"user +=  ?\"{User}\"", task);
    }

    [Fact]
    public void Nowhere_may_it_write_or_gain_rights_and_it_has_the_time_to_stop()
    {
        var pod = DeployFiles.Yaml("deploy/kubernetes/base/deployment.yaml").At("spec", "template", "spec");
        var rights = pod.At("containers", 0, "securityContext");
        var compose = DeployFiles.Yaml("docker-compose.yml").At("services", "accessbot");
        var task = DeployFiles.Text("deploy/aws/service.tf");
        var unit = DeployFiles.Text("deploy/systemd/accessbot.service");

        Assert.Equal(("true", "false", "ALL", "true", "RuntimeDefault"), ($"{rights.At("readOnlyRootFilesystem")}", $"{rights.At("allowPrivilegeEscalation")}", $"{rights.At("capabilities", "drop", 0)}",
            $"{pod.At("securityContext", "runAsNonRoot")}", $"{pod.At("securityContext", "seccompProfile", "type")}"));
        Assert.Equal(("true", "ALL", "no-new-privileges:true"), ($"{compose.At("read_only")}", $"{compose.At("cap_drop", 0)}", $"{compose.At("security_opt", 0)}"));
        Assert.Matches("readonlyRootFilesystem +=  ?true", task);
        Assert.Contains("drop = [\"ALL\"]", task, StringComparison.Ordinal);
        Assert.All(["ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "UMask=0077"], line => Assert.Contains($"\n{line}\n", unit, StringComparison.Ordinal));

        // It needs up to ten seconds.
        Assert.True(int.Parse($"{pod.At("terminationGracePeriodSeconds")}") > 10);
        Assert.Equal("15s", $"{compose.At("stop_grace_period")}");
        Assert.Matches("stopTimeout += 20", task);
        Assert.Contains("\nTimeoutStopSec=20\n", unit, StringComparison.Ordinal);
    }

    /// <summary>By name and tag, for two calls, and what it takes to decrypt; in the module and as the page shows it.</summary>
    [Fact]
    public void AccessBot_may_do_nothing_in_AWS_but_read_secrets_with_its_tag()
    {
        var module = DeployFiles.Text("deploy/aws/iam.tf");
        var start = module.IndexOf("data \"aws_iam_policy_document\" \"secrets\"", StringComparison.Ordinal);
        var policy = module[start..module.IndexOf("\nresource ", start, StringComparison.Ordinal)];
        var page = DeployFiles.Text("deploy/README.md");
        var told = JsonDocument.Parse(JsonBlock().Match(page[page.IndexOf("## Secrets in AWS", StringComparison.Ordinal)..]).Groups["json"].Value).RootElement.GetProperty("Statement");

        Assert.Equal(["kms:Decrypt", "secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"], Action().Matches(policy).Select(m => m.Groups["action"].Value).Order(StringComparer.Ordinal));
        Assert.Contains("\"aws:ResourceTag/AccessBotEnv\"", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("\"*\"", policy, StringComparison.Ordinal);
        Assert.Equal(["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"], told[0].GetProperty("Action").EnumerateArray().Select(action => action.GetString()));
        Assert.True(told[0].GetProperty("Condition").GetProperty("StringEquals").TryGetProperty("aws:ResourceTag/AccessBotEnv", out _));
        Assert.Equal("kms:Decrypt", told[1].GetProperty("Action").GetString());
        Assert.Equal(2, told.GetArrayLength());
        Assert.All(Resource().Matches(DeployFiles.Text("deploy/aws/secrets.tf")), secret => Assert.Matches("tags +=  ?local.tags", secret.Value));
    }

    [Fact]
    public void Every_variable_of_the_module_is_explained_and_used()
    {
        var variables = Variable().Matches(DeployFiles.Text("deploy/aws/variables.tf"));
        var rest = string.Concat(DeployFiles.All.Where(file => file.EndsWith(".tf", StringComparison.Ordinal)).Select(DeployFiles.Text));

        Assert.NotEmpty(variables);
        Assert.All(variables, variable =>
        {
            Assert.Matches("description += \"[A-Z]", variable.Value);
            Assert.Matches($@"var\.{variable.Groups["name"].Value}\b", rest.Replace(variable.Value, "", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void The_rules_of_the_example_are_the_sample() =>
        Assert.Equal(DeployFiles.Text("deploy/access.sample.yaml"), DeployFiles.Text("deploy/kubernetes/example/access.yaml"));

    [Theory, InlineData("deploy/alerts.yaml"), InlineData("deploy/grafana-dashboard.json")]
    public void Alerts_and_the_dashboard_ask_for_metrics_and_labels_that_there_are(string file)
    {
        var told = DeployFiles.Text("README.md");
        var known = MetricRow().Matches(told).Select(m => m.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);

        var asked = Metric().Matches(DeployFiles.Text(file)).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.True(asked.Count > 5);
        Assert.All(asked, name => Assert.True(
            known.Contains(Part().Replace(name, "")) || known.Contains(name) || told.Contains($"`{name.Replace('_', '.')}`", StringComparison.Ordinal), $"{file} asks for {name}, which there is none of."));
    }

    [GeneratedRegex("dotnet publish src/AccessBot --no-self-contained -p:RunAnalyzers=false", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PublishWords();

    [GeneratedRegex("<TargetFramework>net(?<version>[0-9.]+)</TargetFramework>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Framework();

    [GeneratedRegex("^FROM (--\\S+ )?(?<image>\\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex From();

    [GeneratedRegex("\"(?<action>[a-z]+:[A-Z][A-Za-z]+)\"(?=[,\\]])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Action();

    [GeneratedRegex("```json\n(?<json>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("^resource \"aws_secretsmanager_secret\" .*?^}", RegexOptions.Multiline | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Resource();

    [GeneratedRegex("^variable \"(?<name>[a-z_]+)\" .*?^}", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("^\\| `accessbot\\.[a-z.]+` \\| `(?<name>[a-z_]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MetricRow();

    [GeneratedRegex("accessbot_[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Metric();

    /// <summary>What Prometheus makes of one histogram.</summary>
    [GeneratedRegex("_(?:bucket|count|sum)$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}
