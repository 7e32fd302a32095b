using AccessBot.Core.People;
using AccessBot.Core.Ports;

namespace AccessBot.Core.UseCases;

/// <summary>Slack's people, groups and channels as they were a moment ago, each asked for once, whoever wants to know.</summary>
internal sealed class KnownWorkspace : IWorkspaceDirectory
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly FreshAnswers<SlackUserId, WorkspaceUser?> users;
    private readonly FreshAnswers<string, WorkspaceUser?> emails;
    private readonly FreshAnswers<string, IReadOnlySet<SlackUserId>> groups;
    private readonly FreshAnswers<string, IReadOnlySet<SlackUserId>> channels;

    public KnownWorkspace(IWorkspaceDirectory slack, TimeProvider clock)
    {
        users = Kept<SlackUserId, WorkspaceUser?>(slack.ReadUserAsync);
        emails = Kept<string, WorkspaceUser?>(slack.FindByEmailAsync);
        groups = Kept<string, IReadOnlySet<SlackUserId>>(slack.GroupMembersAsync);
        channels = Kept<string, IReadOnlySet<SlackUserId>>(slack.ChannelMembersAsync);

        FreshAnswers<TKey, T> Kept<TKey, T>(Func<TKey, CancellationToken, Task<T>> ask)
            where TKey : notnull => new(Glances.FreshFor, Longest, clock, async (question, cancel) =>
        {
            try
            {
                return await ask(question, cancel);
            }
            catch (OperationCanceledException e) when (cancel.IsCancellationRequested)
            {
                throw new WorkspaceUnavailableException($"Slack does not answer within {Longest.TotalSeconds:0} seconds.", e);
            }
        });
    }

    public Task<WorkspaceUser?> ReadUserAsync(SlackUserId user, CancellationToken cancel) => users.GetAsync(user, cancel);

    public Task<WorkspaceUser?> FindByEmailAsync(string email, CancellationToken cancel) => emails.GetAsync(email, cancel);

    public Task<IReadOnlySet<SlackUserId>> GroupMembersAsync(string group, CancellationToken cancel) => groups.GetAsync(group, cancel);

    public Task<IReadOnlySet<SlackUserId>> ChannelMembersAsync(string channel, CancellationToken cancel) => channels.GetAsync(channel, cancel);
}
