using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Support.SecretsManager;

/// <summary>Secrets Manager's one call that AccessBot makes, on a loopback socket. It believes no request before its signature is checked.</summary>
internal sealed class SecretsManagerServer : IAsyncDisposable
{
    public const string Region = "eu-central-1";
    public const string AccessKey = "AKIDACCESSBOTTESTS00";
    public const string SecretKey = "k3y-of-the-tests/which+opens=nothing";

    private readonly WebApplication application;
    private readonly ConcurrentDictionary<string, Secret> secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> reads = [];
    private readonly ConcurrentQueue<string> signatures = [];
    private readonly ConcurrentQueue<AwsFault> once = [];
    private volatile TaskCompletionSource? gate;
    private int waiting;

    /// <summary>AWS's chain begins with the environment, and a process has only one: all tests have the same key, and nothing of whoever runs them.</summary>
    static SecretsManagerServer()
    {
        foreach (var other in new[] { "AWS_SESSION_TOKEN", "AWS_REGION", "AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SECRETS_MANAGER" })
        {
            Environment.SetEnvironmentVariable(other, null);
        }

        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", "/dev/null");
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", SecretKey);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }

    private SecretsManagerServer(WebApplication application) => this.application = application;

    public Uri Url => new(application.Urls.First());

    /// <summary>Whom it knows.</summary>
    public ConcurrentDictionary<string, AwsKey> Keys { get; } = new([KeyValuePair.Create(AccessKey, new AwsKey(SecretKey))], StringComparer.Ordinal);

    /// <summary>Which region's it is.</summary>
    public string InRegion { get; set; } = Region;

    /// <summary>Connections are cut.</summary>
    public bool IsAway { get; set; }

    /// <summary>What is answered to everything; null for what is asked for.</summary>
    public AwsFault? Fault { get; set; }

    /// <summary>The names that were asked for, refused or not, in their order.</summary>
    public IReadOnlyList<string> Reads => [.. reads];

    /// <summary>The signature of each request, in their order.</summary>
    public IReadOnlyList<string> Signatures => [.. signatures];

    /// <summary>How many calls wait for <see cref="LetGo"/>.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>The settings that point AccessBot to it.</summary>
    public IReadOnlyList<KeyValuePair<string, string?>> Settings =>
        [new("AWS_ENDPOINT_URL_SECRETS_MANAGER", Url.AbsoluteUri), new("Secrets:Region", Region)];

    public static async Task<SecretsManagerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        var server = new SecretsManagerServer(app);
        app.Run(server.AnswerAsync);
        await app.StartAsync();
        return server;
    }

    /// <summary>Stores a secret, or a new version of it.</summary>
    /// <returns>The version's id.</returns>
    public string Put(string name, string text) => Store(name, new() { ["SecretString"] = text });

    public string Put(string name, byte[] bytes) => Store(name, new() { ["SecretBinary"] = Convert.ToBase64String(bytes) });

    /// <summary>Schedules it for deletion.</summary>
    public void Delete(string name) => secrets[name] = secrets[name] with { IsDeleted = true };

    /// <summary>Answers the next call so, and the ones after it as they are asked.</summary>
    public void FailOnce(AwsFault fault) => once.Enqueue(fault);

    /// <summary>Holds back every call, after it was read what it is answered with.</summary>
    public void Hold() => gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void LetGo()
    {
        gate?.SetResult();
        gate = null;
    }

    public ValueTask DisposeAsync() => application.DisposeAsync();

    private string Store(string name, JsonObject value)
    {
        var version = Guid.NewGuid().ToString();
        secrets[name] = new Secret(version, value, IsDeleted: false);
        return version;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        if (IsAway)
        {
            context.Abort();
            return;
        }

        var (answer, fault) = Judge(context.Request, body);
        if (gate is { } held)
        {
            Interlocked.Increment(ref waiting);
            await held.Task;
            Interlocked.Decrement(ref waiting);
        }

        context.Response.StatusCode = fault?.Status ?? 200;
        context.Response.ContentType = "application/x-amz-json-1.1";
        if (fault?.Type is { } type)
        {
            context.Response.Headers["x-amzn-ErrorType"] = type;
        }

        await context.Response.WriteAsync(fault?.Body ?? answer!.ToJsonString());
    }

    private (JsonObject? Answer, AwsFault? Fault) Judge(HttpRequest request, byte[] body)
    {
        signatures.Enqueue(request.Headers.Authorization.ToString().Split("Signature=")[^1]);
        if (SignatureCheck.Judge(request, body, InRegion, "secretsmanager", Keys) is { } refusal)
        {
            return (null, refusal);
        }

        if (request.Headers["X-Amz-Target"] != "secretsmanager.GetSecretValue" || request.ContentType != "application/x-amz-json-1.1")
        {
            return (null, AwsFault.Of("UnknownOperationException"));
        }

        var ask = JsonDocument.Parse(body).RootElement;
        var name = ask.GetProperty("SecretId").GetString()!;
        reads.Enqueue(name);
        if (Fault is { } always)
        {
            return (null, always);
        }

        if (once.TryDequeue(out var now))
        {
            return (null, now);
        }

        var key = Keys[request.Headers.Authorization.ToString().Split("Credential=")[1].Split('/')[0]];
        if (!key.MayRead)
        {
            return (null, AwsFault.Of("AccessDeniedException", $"User is not authorized to perform: secretsmanager:GetSecretValue on resource: {name}"));
        }

        if (!secrets.TryGetValue(name, out var secret))
        {
            return (null, AwsFault.Of("ResourceNotFoundException", "Secrets Manager can't find the specified secret."));
        }

        return secret.IsDeleted
            ? (null, AwsFault.Of("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion."))
            : (new JsonObject(secret.Value.DeepClone().AsObject().Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())))
            {
                ["ARN"] = $"arn:aws:secretsmanager:{InRegion}:123456789012:secret:{name}-AbCdEf",
                ["Name"] = name,
                ["VersionId"] = secret.Version,
                ["VersionStages"] = new JsonArray(ask.GetProperty("VersionStage").GetString()),
                ["CreatedDate"] = 1795483924.123,
            }, null);
    }

    private sealed record Secret(string Version, JsonObject Value, bool IsDeleted);
}
