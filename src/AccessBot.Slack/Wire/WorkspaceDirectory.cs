using System.Collections.Concurrent;
using System.Net.Mail;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Wire;

/// <summary>Slack's people, groups and channels, by the Web API.</summary>
/// <remarks>Who is a guest and who an outsider: https://docs.slack.dev/reference/objects/user-object, https://docs.slack.dev/apis/slack-connect</remarks>
internal sealed partial class WorkspaceDirectory(ISlackApiClient slack, IOptionsMonitor<SlackOptions> options, ILogger<WorkspaceDirectory> logger)
    : IWorkspaceDirectory
{
    // Rules are asked at every step; one line for each wrong id is enough.
    private readonly ConcurrentDictionary<string, bool> _missing = new(StringComparer.Ordinal);

    public Task<WorkspaceUser?> ReadUserAsync(SlackUserId user, CancellationToken cancel) =>
        AskAsync(
            async () => Read(user, await slack.UsersInfoAsync(user, cancel)),
            // The second: somebody whom the bot has no business to see.
            absent: ["user_not_found", "user_not_visible"],
            whenAbsent: () => (WorkspaceUser?)null);

    public Task<WorkspaceUser?> FindByEmailAsync(string email, CancellationToken cancel) =>
        AskAsync(
            async () => await slack.UsersLookupByEmailAsync(email, cancel) is var user && SlackUserId.TryParse(user.Id, out var id) ? Read(id, user) : null,
            absent: ["users_not_found"],
            whenAbsent: () => (WorkspaceUser?)null);

    public Task<IReadOnlySet<SlackUserId>> GroupMembersAsync(string group, CancellationToken cancel) =>
        AskAsync(
            () => slack.UserGroupsUsersListAsync(group, cancel),
            absent: ["no_such_subteam", "subteam_not_found"],
            whenAbsent: () => Nobody(group));

    public Task<IReadOnlySet<SlackUserId>> ChannelMembersAsync(string channel, CancellationToken cancel) =>
        AskAsync(
            () => slack.ConversationsMembersAsync(channel, cancel),
            absent: ["channel_not_found"],
            whenAbsent: () => Nobody(channel));

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask, string[] absent, Func<T> whenAbsent)
    {
        try
        {
            return await ask();
        }
        catch (SlackApiException e) when (absent.Contains(e.Error, StringComparer.Ordinal))
        {
            return whenAbsent();
        }
        catch (SlackApiException e)
        {
            // A missing scope or a dead token is not a "no": nobody may gain or lose anything by it.
            throw new WorkspaceUnavailableException(e.Message, e);
        }
        catch (SlackUnavailableException e)
        {
            throw new WorkspaceUnavailableException(e.Message, e);
        }
    }

    private WorkspaceUser Read(SlackUserId id, SlackUser user) => new(
        id,
        Name(user) ?? id.Value,
        user.IsEmailConfirmed && MailAddress.TryCreate(user.Profile?.Email, out _) ? user.Profile!.Email : null,
        IsGuest: user.IsRestricted || user.IsUltraRestricted,
        IsOutsider: user.IsStranger || !IsServed(user),
        // Slack's own bot doesn't say that it is one.
        IsBot: user.IsBot || string.Equals(id.Value, "USLACKBOT", StringComparison.Ordinal),
        IsDeactivated: user.Deleted);

    /// <remarks>Of somebody in several workspaces of an organisation the team is but one of them, or the organisation itself.</remarks>
    private bool IsServed(SlackUser user) => (user.EnterpriseUser?.Teams ?? []).Append(user.TeamId)
        .Any(team => options.CurrentValue.Serves(team, user.EnterpriseUser?.EnterpriseId));

    private static string? Name(SlackUser user) =>
        new[] { user.Profile?.DisplayName, user.Profile?.RealName, user.RealName, user.Name }
            .FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));

    private IReadOnlySet<SlackUserId> Nobody(string id)
    {
        if (_missing.TryAdd(id, true))
            Log.Missing(logger, id);

        return new HashSet<SlackUserId>();
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "Slack has no group or channel {Id}, or the bot is not in it: for the access rules nobody is.")]
        public static partial void Missing(ILogger logger, string id);
    }
}
