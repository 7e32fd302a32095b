using System.Collections.Concurrent;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Tests.Support;

/// <summary>What rules in C# are given in tests that are not about that: a small store, and nobody and nothing elsewhere.</summary>
internal sealed class GivenRuleServices : IRuleServices, IRuleOneLogin, IRuleSlack, IRuleOnCall, IRuleHistory, IRuleStore
{
    private static readonly HttpClient Http = new();

    private readonly ConcurrentDictionary<string, string> stored = new(StringComparer.Ordinal);

    public RuleServices For(RequestId? request) => new(this, this, this, this, this, Http);

    public Task<IReadOnlyList<RuleRole>> ListRolesAsync(string? nameContains, CancellationToken cancel) => Task.FromResult<IReadOnlyList<RuleRole>>([]);

    public Task<RuleOneLoginUser?> GetUserInfoAsync(long user, CancellationToken cancel) => Task.FromResult<RuleOneLoginUser?>(null);

    public Task<IReadOnlyList<long>> UsersByEmailAsync(string email, CancellationToken cancel) => Task.FromResult<IReadOnlyList<long>>([]);

    public Task<IReadOnlyList<long>> UsersInRoleAsync(long role, CancellationToken cancel) => throw new RuleServiceException("OneLogin:NOT_FOUND", "There is no such role.");

    public Task<bool> IsUserInRoleAsync(RulePerson person, long role, CancellationToken cancel) => Task.FromResult(false);

    public Task<RulePerson?> GetUserAsync(string idOrEmail, CancellationToken cancel) => Task.FromResult<RulePerson?>(null);

    public Task<IReadOnlySet<string>> UsersInChannelAsync(string channel, CancellationToken cancel) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());

    public Task<IReadOnlySet<string>> UsersInGroupAsync(string group, CancellationToken cancel) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());

    public Task SendMessageAsync(string place, string text, CancellationToken cancel) => Task.CompletedTask;

    public Task ReplyInThreadAsync(string text, CancellationToken cancel) => Task.CompletedTask;

    public string Mention(RulePerson person) => $"<@{person.SlackUser}>";

    public string Escape(string text) => text;

    public Task<IReadOnlySet<string>> OnCallAsync(OnCallSource source, string id, CancellationToken cancel) => Task.FromResult<IReadOnlySet<string>>(new HashSet<string>());

    public Task<bool> IsOnCallAsync(RulePerson person, OnCallSource source, string id, CancellationToken cancel) => Task.FromResult(false);

    public Task<int> CountAsync(RulePerson person, RuleEvent what, DateTimeOffset since, string? flow, string? target, CancellationToken cancel) => Task.FromResult(0);

    public Task<string?> FetchAsync(string key, CancellationToken cancel) => Task.FromResult(stored.GetValueOrDefault(key));

    public Task PutAsync(string key, string? value, CancellationToken cancel)
    {
        if (value is null)
        {
            stored.TryRemove(key, out _);
        }
        else
        {
            stored[key] = value;
        }

        return Task.CompletedTask;
    }
}
