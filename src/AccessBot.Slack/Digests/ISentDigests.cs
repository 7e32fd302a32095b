using AccessBot.Core.People;

namespace AccessBot.Slack.Digests;

/// <summary>Which digests were sent, in the database: of each day one for each person, whatever becomes of the process that sends it.</summary>
public interface ISentDigests
{
    /// <summary>Whether everybody who was to get one of that day got it.</summary>
    Task<bool> AreOverAsync(DateOnly day, CancellationToken cancel);

    /// <summary>Notes that they did.</summary>
    Task AreOverNowAsync(DateOnly day, CancellationToken cancel);

    /// <summary>Who has been thought of on that day.</summary>
    Task<IReadOnlySet<SlackUserId>> OfAsync(DateOnly day, CancellationToken cancel);

    /// <summary>Notes that somebody is thought of on that day, ahead of writing to them.</summary>
    /// <returns>False if somebody noted it before.</returns>
    Task<bool> BeginAsync(SlackUserId person, DateOnly day, CancellationToken cancel);

    /// <summary>Takes that back, of somebody who surely was not written to.</summary>
    Task TakeBackAsync(SlackUserId person, DateOnly day, CancellationToken cancel);
}
