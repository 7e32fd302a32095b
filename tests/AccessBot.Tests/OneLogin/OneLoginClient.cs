using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.OneLogin;
using AccessBot.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.OneLogin;

/// <summary>The client as the service composes it, with a clock and a log that tests can look into.</summary>
internal sealed class OneLoginClient : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly IConfigurationRoot _configuration;

    public OneLoginClient(Uri address, string clientId, string clientSecret, params long[] roles)
    {
        _configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["OneLogin:Domain"] = "acme.onelogin.test",
            ["OneLogin:BaseUrl"] = address.ToString(),
            ["OneLogin:ClientId"] = clientId,
            ["OneLogin:ClientSecret"] = clientSecret,
        }).Build();
        Rules = new RulesInForce(Naming(roles));
        _services = new ServiceCollection()
            .AddSingleton<IConfiguration>(_configuration)
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton(Rules)
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Log))
            .AddOneLogin()
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        Directory = _services.GetRequiredService<IRoleDirectory>();
    }

    public IRoleDirectory Directory { get; }

    /// <summary>OneLogin as rules in C# have it.</summary>
    public IRuleOneLogin ForRules => _services.GetRequiredService<IRuleOneLogin>();

    public RulesInForce Rules { get; }

    public ImpatientClock Clock { get; } = new();

    public LogBook Log { get; } = new();

    public static AccessRules Naming(params IEnumerable<long> roles) => new()
    {
        Admins = [],
        Flows = [],
        Targets = roles.ToDictionary(r => $"role-{r}", r => new Target($"role-{r}", $"Role {r}", r, Privilege.Member), StringComparer.Ordinal),
    };

    /// <summary>Changes a setting as a reloaded configuration does.</summary>
    public void Configure(string key, string value)
    {
        _configuration[key] = value;
        _configuration.Reload();
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
