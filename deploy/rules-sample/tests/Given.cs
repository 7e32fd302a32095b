using System.Net;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace Acme.Access.Tests;

/// <summary>What a rule is asked about in a test, and what it finds when it looks things up. Whatever a test doesn't say is as it mostly is.</summary>
internal sealed class Given : HttpMessageHandler, IRuleOneLogin, IRuleSlack, IRuleOnCall, IRuleHistory, IRuleStore
{
    public static readonly RulePerson Rita = new("U0RITA", "Rita") { Email = "rita@acme.com", OneLoginUser = 1001 };

    /// <summary>What the web answers, to whatever is asked.</summary>
    public string Answer { get; init; } = "[]";

    public HttpStatusCode Status { get; init; } = HttpStatusCode.OK;

    /// <summary>What was asked of the web.</summary>
    public List<string> Asked { get; } = [];

    public Dictionary<string, IReadOnlySet<string>> Groups { get; } = [];

    /// <summary>How often Rita was granted the target.</summary>
    public int Grants { get; init; }

    public RuleContext Context(params (string Field, string Value)[] fields) => new()
    {
        Flow = new RuleFlow("production", "Production access"),
        Actor = Rita,
        Request = new RuleRequest
        {
            Requester = Rita,
            Target = "production-admin",
            Role = 81878,
            Privilege = Privilege.Member,
            Duration = TimeSpan.FromMinutes(30),
            Reason = "database failover",
            Fields = fields.ToDictionary(field => field.Field, field => field.Value, StringComparer.Ordinal),
        },
        Now = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
        OneLogin = this,
        Slack = this,
        OnCall = this,
        History = this,
        Store = this,
        Http = new HttpClient(this, disposeHandler: false),
    };

    public Task<IReadOnlySet<string>> UsersInGroupAsync(string group, CancellationToken cancel) => Task.FromResult(Groups[group]);

    public Task<int> CountAsync(RulePerson person, RuleEvent what, DateTimeOffset since, string? flow, string? target, CancellationToken cancel) => Task.FromResult(Grants);

    // Neither rule asks these. A test of one that does gives them an answer like the others.
    public Task<IReadOnlyList<RuleRole>> ListRolesAsync(string? nameContains, CancellationToken cancel) => throw new NotSupportedException();

    public Task<RuleOneLoginUser?> GetUserInfoAsync(long user, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<long>> UsersByEmailAsync(string email, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlyList<long>> UsersInRoleAsync(long role, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> IsUserInRoleAsync(RulePerson person, long role, CancellationToken cancel) => throw new NotSupportedException();

    public Task<RulePerson?> GetUserAsync(string idOrEmail, CancellationToken cancel) => throw new NotSupportedException();

    public Task<IReadOnlySet<string>> UsersInChannelAsync(string channel, CancellationToken cancel) => throw new NotSupportedException();

    public Task SendMessageAsync(string place, string text, CancellationToken cancel) => throw new NotSupportedException();

    public Task ReplyInThreadAsync(string text, CancellationToken cancel) => throw new NotSupportedException();

    public string Mention(RulePerson person) => $"<@{person.SlackUser}>";

    public string Escape(string text) => text;

    public Task<IReadOnlySet<string>> OnCallAsync(OnCallSource source, string id, CancellationToken cancel) => throw new NotSupportedException();

    public Task<bool> IsOnCallAsync(RulePerson person, OnCallSource source, string id, CancellationToken cancel) => throw new NotSupportedException();

    public Task<string?> FetchAsync(string key, CancellationToken cancel) => throw new NotSupportedException();

    public Task PutAsync(string key, string? value, CancellationToken cancel) => throw new NotSupportedException();

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Asked.Add($"{request.RequestUri}");
        return Task.FromResult(new HttpResponseMessage(Status) { Content = new StringContent(Answer) });
    }
}
