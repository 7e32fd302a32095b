using AccessBot.Core.Ports;
using AccessBot.Secrets;
using AccessBot.Tests.Support;
using AccessBot.Tests.Support.SecretsManager;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Tests.Secrets;

/// <summary>A program that has nothing but settings, some of which refer to a simulated AWS, and a clock that stands until it is moved.</summary>
internal sealed class SecretsHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SecretsHost(WebApplication app, SecretsManagerServer aws, WatchedClock clock, LogBook log) => (_app, Aws, Clock, Log) = (app, aws, clock, log);

    public SecretsManagerServer Aws { get; }

    public WatchedClock Clock { get; }

    public LogBook Log { get; }

    public IServiceProvider Services => _app.Services;

    public ICredentialKeeper Keeper => Services.GetRequiredService<ICredentialKeeper>();

    public static async Task<SecretsHost> StartAsync(
        Action<SecretsManagerServer> before, IReadOnlyDictionary<string, string> settings, Action<IServiceCollection>? services = null)
    {
        var aws = await SecretsManagerServer.StartAsync();
        before(aws);
        var (clock, log) = (new WatchedClock(), new LogBook());
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders().AddProvider(log);
        builder.Configuration.AddInMemoryCollection(aws.Settings);
        builder.Configuration.AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Key, s.Value)));
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddSecrets();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new SecretsHost(app, aws, clock, log);
    }

    /// <summary>A setting, as everybody reads it.</summary>
    public string? Setting(string key) => _app.Configuration[key];

    public T Options<T>() => Services.GetRequiredService<IOptionsMonitor<T>>().CurrentValue;

    /// <summary>Somebody has refused what is in these settings.</summary>
    public Task RefuseAsync(params string[] settings) => Keeper.ReadAgainAsync(settings, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

    /// <summary>Changes a setting as a changed settings file does.</summary>
    public void Configure(string key, string value)
    {
        _app.Configuration[key] = value;
        ((IConfigurationRoot)_app.Configuration).Reload();
    }

    /// <summary>Waits for a fact.</summary>
    public async Task UntilAsync(Func<bool> fact, string what)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!fact())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), $"It did not come about that {what}. Logged: {string.Join('\n', Log.Lines.Select(l => l.Text))}");
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        await Aws.DisposeAsync();
    }
}
