using AccessBot.Core.People;

namespace AccessBot.Core.Ports;

/// <summary>Slack's people, groups and channels. Throws <see cref="WorkspaceUnavailableException"/> when Slack can't say.</summary>
public interface IWorkspaceDirectory
{
    /// <summary>One person, or null if the workspace has none with this id.</summary>
    Task<WorkspaceUser?> ReadUserAsync(SlackUserId user, CancellationToken cancel);

    /// <summary>The active member with this address, ignoring case, or null if the workspace has none.</summary>
    Task<WorkspaceUser?> FindByEmailAsync(string email, CancellationToken cancel);

    /// <summary>The members of a user group; empty if there is no such group.</summary>
    Task<IReadOnlySet<SlackUserId>> GroupMembersAsync(string group, CancellationToken cancel);

    /// <summary>The members of a channel, external ones included; empty if there is no such channel.</summary>
    Task<IReadOnlySet<SlackUserId>> ChannelMembersAsync(string channel, CancellationToken cancel);
}
