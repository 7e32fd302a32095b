using AccessBot.Core.Checking;
using AccessBot.Core.Ports;
using Amazon;
using Amazon.Runtime;
using Amazon.Runtime.Signing;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace AccessBot.Secrets;

/// <summary>Lets any setting be a reference to where its value is kept.</summary>
internal static class SecretsModule
{
    /// <summary>A secret has 64 KiB at most, and base64 and JSON around it.</summary>
    private const int MostAnswerBytes = 1024 * 1024;

    /// <summary>Reads what the settings refer to, and puts it over them. Comes before everything that looks at settings.</summary>
    /// <remarks>What can't be read is said at start, with what else is wrong. Without references nobody is asked for anything.</remarks>
    public static SecretSettings AddSecrets(this WebApplicationBuilder builder)
    {
        var settings = new SecretSettings(builder.Configuration);
        if (settings.References.Count > 0)
        {
            ReadAtStart(settings, builder.Configuration);
        }

        builder.Configuration.Sources.Add(settings);
        builder.Services.AddSingleton(settings);
        builder.Services.AddSecretReader(new AwsChain());
        builder.Services.AddSingleton<SecretKeeper>();
        builder.Services.AddSingleton<ICredentialKeeper>(provider => provider.GetRequiredService<SecretKeeper>());
        builder.Services.AddSingleton<IOnlineCheck, SecretsCheck>();
        builder.Services.AddHostedService<SecretRefresh>();
        builder.Services.AddSingleton<IValidateOptions<SecretsOptions>, SecretsOptionsValidator>();
        builder.Services.AddOptions<SecretsOptions>().BindConfiguration(SecretsOptions.Section).ValidateOnStart();
        builder.Services.AddTransient(typeof(IOptionsFactory<>), typeof(WholeOptionsFactory<>));
        return settings;
    }

    /// <summary>Adds what reads secrets. Needs the configuration.</summary>
    public static IServiceCollection AddSecretReader(this IServiceCollection services, AWSCredentials credentials)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(credentials);
        services.AddSingleton<AwsAddress>();
        services.AddSingleton<SecretReader>();
        var client = services.AddHttpClient<SecretsManagerClient>(http =>
        {
            http.Timeout = Timeout.InfiniteTimeSpan; // The pipeline bounds a call, by the injected clock.
            http.MaxResponseContentBufferSize = MostAnswerBytes;
            http.DefaultRequestHeaders.UserAgent.ParseAdd("AccessBot");
        });
        client.RemoveAllLoggers();
        client.SetHandlerLifetime(Timeout.InfiniteTimeSpan); // The reader keeps it; connections end by themselves.

        // The signer brings its own inner handler and can't be put between others: it is the innermost, and each try is signed anew.
        // It is told the region by each request, since an ARN may name another one.
        client.ConfigurePrimaryHttpMessageHandler(() => new SigV4SigningHandler(credentials, RegionEndpoint.USEast1, "secretsmanager", new SocketsHttpHandler
        {
            AllowAutoRedirect = false, // A signature is for one address.
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }));
        client.AddResilienceHandler("tries", (pipeline, context) => SecretsPatience.Configure(pipeline, context.ServiceProvider.GetRequiredService<TimeProvider>()));
        return services;
    }

    // With services of its own, as those of the program are only made of what is read here; and blocking, as is all that makes them.
    private static void ReadAtStart(SecretSettings settings, IConfiguration configuration)
    {
        using var services = new ServiceCollection().AddSingleton(configuration).AddLogging().AddSecretReader(new AwsChain()).BuildServiceProvider();
        Task.Run(() => settings.ReadAtStartAsync(services.GetRequiredService<SecretReader>())).GetAwaiter().GetResult();
    }
}
