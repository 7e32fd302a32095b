using AccessBot.OneLogin;
using AccessBot.Secrets;
using AccessBot.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Tests.Secrets;

/// <summary>How secrets become settings, and stay up to date.</summary>
public sealed class SecretKeeperTests
{
    private const string Name = "accessbot/onelogin";
    private const string Id = "OneLogin:ClientId";
    private const string Secret = "OneLogin:ClientSecret";

    private static readonly Dictionary<string, string> Pair = new(StringComparer.Ordinal) { [Id] = $"secretsmanager:{Name}#id", [Secret] = $"secretsmanager:{Name}#secret" };

    [Fact]
    public async Task A_setting_that_is_a_reference_has_its_value_and_every_other_is_left_as_it_is()
    {
        await using var host = await StartAsync(
            ("OneLogin:Domain", "vault:acme"), ("Slack:Command", "/access"), ("Secrets:Other", "file:/no/such"), ("SOMEBODYS_VARIABLE", "file:/no/such"));

        Assert.Equal(("id-1", "secret-1"), (host.Setting(Id), host.Setting(Secret)));
        Assert.Equal(("vault:acme", "/access"), (host.Setting("OneLogin:Domain"), host.Setting("Slack:Command")));
        Assert.Equal(("file:/no/such", "file:/no/such"), (host.Setting("Secrets:Other"), host.Setting("SOMEBODYS_VARIABLE")));
        Assert.Equal([Name], host.Aws.Reads);
        Assert.Empty(host.Log.Complaints);
    }

    [Fact]
    public async Task Without_references_nobody_is_asked_for_anything()
    {
        await using var host = await SecretsHost.StartAsync(_ => { }, new Dictionary<string, string>(StringComparer.Ordinal) { [Id] = "literal" });

        await host.RefuseAsync(Id, Secret);

        Assert.Equal("literal", host.Setting(Id));
        Assert.Empty(host.Aws.Signatures);
    }

    [Fact]
    public async Task Two_values_of_one_secret_are_never_of_two_versions_though_it_changes_between_the_reading_of_one_and_the_other()
    {
        await using var host = await StartAsync();
        var configuration = host.Services.GetRequiredService<IConfiguration>().GetSection("OneLogin");
        Halves.Between = () =>
        {
            Halves.Between = null;
            Store(host.Aws, 2);
            host.RefuseAsync(Id, Secret).GetAwaiter().GetResult();
        };

        var mixed = configuration.Get<Halves>()!;
        Halves.Between = () =>
        {
            Halves.Between = null;
            Store(host.Aws, 3);
            host.Clock.Advance(SecretKeeper.Pause);
            host.RefuseAsync(Id, Secret).GetAwaiter().GetResult();
        };
        var options = host.Options<Halves>();

        Assert.Equal(("id-1", "secret-2"), (mixed.ClientId, mixed.ClientSecret)); // What would happen otherwise.
        Assert.Equal(("id-3", "secret-3"), (options.ClientId, options.ClientSecret));
    }

    [Fact]
    public async Task It_is_read_once_for_all_who_are_refused_at_once_and_all_of_them_have_the_new_one()
    {
        await using var host = await StartAsync();
        Store(host.Aws, 2);
        host.Aws.Hold();

        var refused = Enumerable.Range(0, 20).Select(_ => host.RefuseAsync(Id, Secret)).ToList();
        await host.UntilAsync(() => host.Aws.Waiting == 1, "it is asked for");
        host.Aws.LetGo();
        await Task.WhenAll(refused);

        Assert.Equal(2, host.Aws.Reads.Count);
        Assert.Equal(("id-2", "secret-2"), (host.Setting(Id), host.Setting(Secret)));
    }

    [Fact]
    public async Task Refused_again_and_again_it_is_read_once_a_minute_and_the_last_refusal_is_not_forgotten()
    {
        await using var host = await StartAsync();
        await host.RefuseAsync(Secret);
        await host.RefuseAsync(Secret);
        Store(host.Aws, 2);
        host.Clock.Advance(SecretKeeper.Pause - TimeSpan.FromSeconds(1));
        await host.RefuseAsync(Secret);
        var before = (host.Aws.Reads.Count, host.Setting(Secret));
        await host.Clock.UntilWaitingForAsync(TimeSpan.FromTicks(1), TimeSpan.FromSeconds(1));

        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.UntilAsync(() => host.Setting(Secret) == "secret-2", "the new one is there without another refusal");

        Assert.Equal((2, "secret-1"), before);
        Assert.Equal(3, host.Aws.Reads.Count);
    }

    [Fact]
    public async Task Who_refuses_one_credential_again_and_again_does_not_hold_up_another_in_the_same_secret()
    {
        await using var host = await StartAsync(("Slack:SigningSecret", $"secretsmanager:{Name}#secret"));
        await host.RefuseAsync("Slack:SigningSecret");
        Store(host.Aws, 2);

        await host.RefuseAsync("Slack:SigningSecret");
        var still = host.Setting(Secret);
        await host.RefuseAsync(Id, Secret);

        Assert.Equal(("secret-1", "secret-2"), (still, host.Setting(Secret)));
    }

    [Fact]
    public async Task Who_waits_for_a_slow_store_gives_up_in_time_and_the_value_is_set_when_it_comes()
    {
        await using var host = await StartAsync();
        Store(host.Aws, 2);
        host.Aws.Hold();

        var refused = host.Keeper.ReadAgainAsync([Secret], TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        await host.UntilAsync(() => host.Aws.Waiting == 1, "it is asked for");
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await refused;
        var meanwhile = host.Setting(Secret);
        host.Aws.LetGo();
        await host.UntilAsync(() => host.Setting(Secret) == "secret-2", "it is set");

        Assert.Equal("secret-1", meanwhile);
    }

    [Fact]
    public async Task It_is_read_again_up_to_a_quarter_sooner_than_it_may_be_old_and_its_version_is_logged_when_it_is_another()
    {
        await using var host = await StartAsync(("Secrets:CacheMinutes", "8"));
        await host.Clock.UntilWaitingForAsync(TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(8));

        host.Clock.Advance(TimeSpan.FromMinutes(8));
        await host.Clock.UntilWaitingForAsync(TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(8), times: 2);
        var same = host.Log.Lines.Count(l => l.Text.Contains("are set anew", StringComparison.Ordinal));
        var version = Store(host.Aws, 2);
        host.Clock.Advance(TimeSpan.FromMinutes(8));
        await host.UntilAsync(() => host.Setting(Id) == "id-2", "it is set");

        Assert.Equal((0, 3), (same, host.Aws.Reads.Count));
        await host.UntilAsync(
            () => host.Log.Lines.Any(l => l.Text == $"OneLogin:ClientId and OneLogin:ClientSecret are set anew from secretsmanager:{Name}, version {version}."), "it is logged");
        Assert.Empty(host.Log.Complaints);
    }

    [Fact]
    public async Task While_AWS_is_away_the_last_value_stays_and_it_is_tried_at_growing_intervals()
    {
        await using var host = await StartAsync(("Secrets:CacheMinutes", "3"));
        await host.Clock.UntilWaitingForAsync(TimeSpan.FromMinutes(2.25), TimeSpan.FromMinutes(3));
        host.Aws.Fault = Support.SecretsManager.AwsFault.Of("AccessDeniedException", "not today");

        host.Clock.Advance(TimeSpan.FromMinutes(3));
        foreach (var minutes in new[] { 1, 2, 3 })
        {
            await host.Clock.UntilWaitingForAsync(TimeSpan.FromMinutes(minutes));
            Assert.Equal("secret-1", host.Setting(Secret));
            host.Clock.Advance(TimeSpan.FromMinutes(minutes));
        }

        await host.Clock.UntilWaitingForAsync(TimeSpan.FromMinutes(3), times: 2);
        host.Aws.Fault = null;
        Store(host.Aws, 2);
        host.Clock.Advance(TimeSpan.FromMinutes(3));
        await host.UntilAsync(() => host.Setting(Secret) == "secret-2", "the new one is there");

        Assert.All(host.Log.Complaints, line => Assert.StartsWith("OneLogin:ClientId and OneLogin:ClientSecret could not be read again", line, StringComparison.Ordinal));
        Assert.Contains(host.Log.Complaints, line => line.Contains("3 times in a row now, and stay as they are: AWS does not let AccessBot read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_version_in_which_something_is_missing_is_not_taken_at_all()
    {
        await using var host = await StartAsync();
        host.Aws.Put(Name, """{"id":"id-2","sekret":"secret-2"}""");

        await host.RefuseAsync(Id, Secret);

        Assert.Equal(("id-1", "secret-1"), (host.Setting(Id), host.Setting(Secret)));
        Assert.Contains("the secret 'accessbot/onelogin' has no key 'secret'. It has 'id', 'sekret'", Assert.Single(host.Log.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_that_comes_to_refer_to_something_else_is_followed_and_so_is_one_that_is_a_value_again()
    {
        await using var host = await StartAsync();
        host.Aws.Put("accessbot/other", "secret-of-another");

        host.Configure(Secret, "secretsmanager:accessbot/other");
        await host.UntilAsync(() => host.Setting(Secret) == "secret-of-another", "it is followed");
        host.Configure(Secret, "literal");

        Assert.Equal(("id-1", "literal"), (host.Setting(Id), host.Setting(Secret)));
    }

    [Fact]
    public async Task A_file_that_changes_is_noticed_when_it_is_read_again()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "token-1\n", TestContext.Current.CancellationToken);
        await using var host = await SecretsHost.StartAsync(_ => { }, new Dictionary<string, string>(StringComparer.Ordinal) { ["Slack:BotToken"] = $"file:{file}" });
        var before = host.Setting("Slack:BotToken");
        await host.Clock.UntilWaitingForAsync(TimeSpan.FromMinutes(22.5), TimeSpan.FromMinutes(30));

        await File.WriteAllTextAsync(file, "token-2\n", TestContext.Current.CancellationToken);
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await host.UntilAsync(() => host.Setting("Slack:BotToken") == "token-2", "it is noticed");
        await File.WriteAllTextAsync(file, "token-3\n", TestContext.Current.CancellationToken);
        await host.RefuseAsync("Slack:BotToken");
        var refused = host.Setting("Slack:BotToken");
        File.Delete(file);
        host.Clock.Advance(SecretKeeper.Pause);
        await host.RefuseAsync("Slack:BotToken");

        Assert.Equal(("token-1", "token-3", "token-3"), (before, refused, host.Setting("Slack:BotToken")));
        Assert.Contains("there is no file", Assert.Single(host.Log.Complaints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_version_that_is_no_valid_setting_is_told_without_it_and_mended_by_the_next()
    {
        await using var host = await StartAsync([("OneLogin:Domain", $"secretsmanager:{Name}#id")], services =>
        {
            services.AddSingleton<IValidateOptions<OneLoginOptions>, OneLoginOptionsValidator>();
            services.AddOptions<OneLoginOptions>().BindConfiguration(OneLoginOptions.Section);
        });
        _ = host.Options<OneLoginOptions>();
        host.Aws.Put(Name, """{"id":"not/a/host","secret":"secret-2"}""");

        await host.RefuseAsync(Id, Secret);
        var e = Assert.Throws<OptionsValidationException>(host.Options<OneLoginOptions>);
        Store(host.Aws, 3);
        host.Clock.Advance(SecretKeeper.Pause);
        await host.RefuseAsync(Id, Secret);

        Assert.Equal("id-3", host.Options<OneLoginOptions>().Domain);
        Assert.Contains("OneLogin:Domain is '…'", e.Message, StringComparison.Ordinal);
        Assert.Contains(host.Log.Lines, l => l.Level == LogLevel.Error && l.Text.Contains("OneLogin:Domain is '…'", StringComparison.Ordinal));
        Assert.DoesNotContain(host.Log.Lines, l => l.Text.Contains("not/a/host", StringComparison.Ordinal) || l.Text.Contains("secret-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_of_its_own_that_become_invalid_stop_nothing()
    {
        await using var host = await StartAsync();
        await host.Clock.UntilWaitingForAsync(TimeSpan.FromMinutes(22.5), TimeSpan.FromMinutes(30));

        Assert.Throws<AggregateException>(() => host.Configure("Secrets:CacheMinutes", "0"));
        Store(host.Aws, 2);
        host.Clock.Advance(TimeSpan.FromMinutes(30));
        await host.UntilAsync(() => host.Setting(Secret) == "secret-2" && host.Log.Complaints.Any(), "the new one is there, and what is wrong is told");

        Assert.Contains("Secrets:CacheMinutes is 0.", Assert.Single(host.Log.Complaints), StringComparison.Ordinal);
    }

    private static Task<SecretsHost> StartAsync(params (string Key, string Value)[] more) => StartAsync(more, services: null);

    private static Task<SecretsHost> StartAsync((string Key, string Value)[] more, Action<IServiceCollection>? services)
    {
        var settings = new Dictionary<string, string>(Pair, StringComparer.Ordinal);
        foreach (var (key, value) in more)
        {
            settings[key] = value;
        }

        return SecretsHost.StartAsync(aws => Store(aws, 1), settings, all =>
        {
            all.AddOptions<Halves>().BindConfiguration("OneLogin");
            services?.Invoke(all);
        });
    }

    private static string Store(Support.SecretsManager.SecretsManagerServer aws, int version) =>
        aws.Put(Name, $$"""{"id":"id-{{version}}","secret":"secret-{{version}}"}""");

    /// <summary>Options whose binding can be interrupted half way.</summary>
    private sealed class Halves
    {
        private string id = "";

        public static Action? Between { get; set; }

        public string ClientId
        {
            get => id;
            set
            {
                id = value;
                Between?.Invoke();
            }
        }

        public string ClientSecret { get; set; } = "";
    }
}
