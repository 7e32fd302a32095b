using System.Collections.Concurrent;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>The lists of members that one step asks for, each asked for once: they are the same for everybody in it.</summary>
internal sealed class MemberLists(IWorkspaceDirectory slack, IOnCallDirectory onCall, CancellationToken cancel)
{
    private static readonly Task<IReadOnlySet<SlackUserId>> None = Task.FromResult<IReadOnlySet<SlackUserId>>(new HashSet<SlackUserId>());

    private readonly ConcurrentDictionary<Principal, Lazy<Task<IReadOnlySet<SlackUserId>>>> asked = new();
    private readonly ConcurrentDictionary<Principal.OnCall, Lazy<Task<IReadOnlySet<string>?>>> called = new();

    /// <summary>The members; nobody, for a principal that is no list of Slack's.</summary>
    public Task<IReadOnlySet<SlackUserId>> Of(Principal principal) => principal switch
    {
        Principal.SlackGroup group => Once(group, () => slack.GroupMembersAsync(group.Id, cancel)),
        Principal.SlackChannel channel => Once(channel, () => slack.ChannelMembersAsync(channel.Id, cancel)),
        _ => None,
    };

    /// <summary>The addresses of those on call; null if that can't be told.</summary>
    public Task<IReadOnlySet<string>?> OnCall(Principal.OnCall rota) =>
        called.GetOrAdd(rota, _ => new Lazy<Task<IReadOnlySet<string>?>>(() => AskAsync(rota))).Value;

    private async Task<IReadOnlySet<string>?> AskAsync(Principal.OnCall rota)
    {
        try
        {
            return await onCall.OnCallAsync(rota, cancel);
        }
        catch (OnCallUnavailableException)
        {
            // Whoever asked the service tells operators.
            return null;
        }
    }

    private Task<IReadOnlySet<SlackUserId>> Once(Principal principal, Func<Task<IReadOnlySet<SlackUserId>>> ask) =>
        asked.GetOrAdd(principal, _ => new Lazy<Task<IReadOnlySet<SlackUserId>>>(ask)).Value;
}
