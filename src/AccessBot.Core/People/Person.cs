namespace AccessBot.Core.People;

/// <summary>The explicit, unique link between a Slack user and a OneLogin user.</summary>
/// <remarks>
/// Made once, by an exact e-mail match or by an admin, and followed by OneLogin id from then on: an e-mail address that changes
/// hands later does not carry access with it.
/// </remarks>
public sealed class Person
{
    private Person() { }

    /// <summary>Links a Slack user to a OneLogin user.</summary>
    public Person(SlackUserId slackUser, long oneLoginUser, string email, DateTimeOffset now)
    {
        SlackUser = slackUser;
        OneLoginUser = oneLoginUser;
        Email = email;
        LinkedAt = now;
    }

    /// <summary>The Slack user; no other person has it.</summary>
    public SlackUserId SlackUser { get; private set; }

    /// <summary>The OneLogin user id; no other person has it.</summary>
    public long OneLoginUser { get; private set; }

    /// <summary>The address in Slack when the link was made, which by itself or for an alias is the one in OneLogin, too, unless an admin linked the two; empty if there was none.</summary>
    public string Email { get; private set; } = "";

    /// <summary>When the link was made.</summary>
    public DateTimeOffset LinkedAt { get; private set; }
}
