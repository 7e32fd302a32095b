using AccessBot.Core;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules.Code;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.CodeRules;

/// <summary>
/// What rules in C# look up in Slack, each once a minute for all of them. Slack counts the calls of the whole app, so rules have half of what
/// it allows at most, and nothing of a method that it wants to be left alone with: clicks and messages need the same.
/// </summary>
internal sealed class RuleLookups
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private readonly IWorkspaceDirectory workspace;
    private readonly IPersonStore people;
    private readonly RuleShare share;
    private readonly FreshAnswers<string, WorkspaceUser?> users;
    private readonly FreshAnswers<string, IReadOnlySet<string>> channels;
    private readonly FreshAnswers<string, IReadOnlySet<string>> groups;

    public RuleLookups(ISlackApiClient slack, IWorkspaceDirectory workspace, IPersonStore people, SlackThrottle throttle, TimeProvider clock)
    {
        (this.workspace, this.people) = (workspace, people);
        share = new RuleShare(throttle, clock);
        users = Kept<WorkspaceUser?>(ReadUserAsync);
        channels = Kept(async (channel, cancel) =>
        {
            share.Take("conversations.members", RuleShare.OfMost);
            return Ids(await slack.ConversationsMembersAsync(channel, cancel));
        });
        groups = Kept(async (group, cancel) =>
        {
            share.Take("usergroups.users.list", RuleShare.OfGroups);
            return Ids(await slack.UserGroupsUsersListAsync(group, cancel));
        });

        FreshAnswers<string, T> Kept<T>(Func<string, CancellationToken, Task<T>> ask) => new(FreshFor, Longest, clock, (question, cancel) => RuleSlackFault.TranslateAsync(async () =>
        {
            try
            {
                return await ask(question, cancel);
            }
            catch (OperationCanceledException e) when (cancel.IsCancellationRequested)
            {
                throw new RuleServiceException("Slack:UNAVAILABLE", $"Slack does not answer within {Longest.TotalSeconds:0} seconds.", e);
            }
        }));
    }

    public async Task<RulePerson?> PersonAsync(string idOrEmail, CancellationToken cancel)
    {
        if (await users.GetAsync(idOrEmail, cancel) is not { IsOutsider: false, IsDeactivated: false } user)
        {
            return null;
        }

        var link = await RuleSlackFault.TranslateAsync(() => people.FindAsync(user.Id, cancel));
        return new RulePerson(user.Id.Value, user.Name) { Email = user.Email, OneLoginUser = link?.OneLoginUser, IsGuest = user.IsGuest };
    }

    public Task<IReadOnlySet<string>> InChannelAsync(string channel, CancellationToken cancel) => channels.GetAsync(channel, cancel);

    public Task<IReadOnlySet<string>> InGroupAsync(string group, CancellationToken cancel) => groups.GetAsync(group, cancel);

    private static IReadOnlySet<string> Ids(IReadOnlySet<SlackUserId> users) => users.Select(user => user.Value).ToHashSet(StringComparer.Ordinal);

    private Task<WorkspaceUser?> ReadUserAsync(string idOrEmail, CancellationToken cancel)
    {
        if (SlackUserId.TryParse(idOrEmail, out var id))
        {
            share.Take("users.info", RuleShare.OfMost);
            return workspace.ReadUserAsync(id, cancel);
        }

        share.Take("users.lookupByEmail", RuleShare.OfEmails);
        return workspace.FindByEmailAsync(idOrEmail, cancel);
    }
}
