using AccessBot.Core.People;

namespace AccessBot.Core.Ports;

/// <summary>The links between Slack users and OneLogin users.</summary>
public interface IPersonStore
{
    /// <summary>The link of a Slack user, or null.</summary>
    Task<Person?> FindAsync(SlackUserId slackUser, CancellationToken cancel);

    /// <summary>The link of a OneLogin user, or null.</summary>
    Task<Person?> FindAsync(long oneLoginUser, CancellationToken cancel);

    /// <summary>Those whose link was made by this address, ignoring case: several, if it has changed hands.</summary>
    Task<IReadOnlyList<Person>> FindAsync(string email, CancellationToken cancel);

    /// <summary>Saves a link, unless the Slack user has one already.</summary>
    /// <returns>The Slack user's link; null if the OneLogin user is somebody else's.</returns>
    Task<Person?> LinkAsync(Person person, CancellationToken cancel);

    /// <summary>Saves a link in place of the Slack user's present one.</summary>
    /// <returns>False if the OneLogin user is somebody else's.</returns>
    Task<bool> ReplaceAsync(Person person, CancellationToken cancel);

    /// <summary>Removes a Slack user's link; false if there is none.</summary>
    Task<bool> UnlinkAsync(SlackUserId slackUser, CancellationToken cancel);
}
