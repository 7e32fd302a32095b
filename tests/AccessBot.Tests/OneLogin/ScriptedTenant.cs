using System.Collections.Concurrent;
using AccessBot.Core.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.OneLogin;

/// <summary>Answers by the book of one test, for what the sandbox's tenant never does: odd bodies, headers and lists. Gives a token to anybody.</summary>
internal sealed class ScriptedTenant : IAsyncDisposable
{
    public const long Role = 81878;
    public const string Secret = "s3cret-of-the-credential";
    public const string Token = "t0ken-of-the-tenant";

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<string> _calls = [];

    private ScriptedTenant(WebApplication app)
    {
        _app = app;
        Client = new OneLoginClient(new Uri(app.Urls.First()), "client", Secret, Role);
    }

    public OneLoginClient Client { get; }

    public IRoleDirectory Directory => Client.Directory;

    /// <summary>Every call but those for a token, as method, path and query.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>What the token endpoint answers.</summary>
    public Reply TokenReply { get; set; } = new(200, $$"""{"access_token":"{{Token}}","expires_in":36000}""");

    /// <param name="script">Gets a call and how many there were before it, tokens not counted.</param>
    public static async Task<ScriptedTenant> StartAsync(Func<HttpRequest, int, Reply> script)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        ScriptedTenant? tenant = null;
        app.Run(context => tenant!.AnswerAsync(context, script));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return tenant = new ScriptedTenant(app);
    }

    /// <summary>The same answer to everything.</summary>
    public static Task<ScriptedTenant> StartAsync(Reply reply) => StartAsync((_, _) => reply);

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context, Func<HttpRequest, int, Reply> script)
    {
        var request = context.Request;
        var reply = TokenReply;
        if (!request.Path.StartsWithSegments("/auth", StringComparison.Ordinal))
        {
            var before = _calls.Count;
            _calls.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
            reply = script(request, before);
        }

        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
        {
            context.Response.Headers[name] = value;
        }

        await context.Response.WriteAsync(reply.Body, context.RequestAborted);
    }

    internal sealed record Reply(int Status, string Body, params (string Name, string Value)[] Headers);
}
