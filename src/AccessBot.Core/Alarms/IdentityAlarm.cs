using System.Globalization;
using AccessBot.Core.People;
using AccessBot.Core.Ports;

namespace AccessBot.Core.Alarms;

/// <summary>That it isn't clear any more who somebody is: one for each two accounts that are concerned. Pure.</summary>
public static class IdentityAlarm
{
    /// <summary>Who raises them: the first part of their causes; the second is the Slack user.</summary>
    public const string Source = "identity";

    /// <summary>Somebody's Slack address was changed to that of another OneLogin user.</summary>
    public static Alarm Moved(WorkspaceUser user, Person known, DirectoryUser other, DateTimeOffset now) => new(
        $"{Source}/{user.Id}/{Number(other.Id)}",
        $"The Slack address of {user.Id} was changed to that of another OneLogin user",
        [
            $"{user.Name} ({user.Id}) is linked to OneLogin user {Number(known.OneLoginUser)}, by the address {known.Email}.",
            $"Their Slack profile has the address {user.Email} now, which is that of OneLogin user {Number(other.Id)}.",
            "Until that is mended they can't ask for anything.",
        ],
        now)
    {
        Advice = $"If somebody changed the address who should not have, change it back. If they are OneLogin user {Number(other.Id)} now, type: link @them {Number(other.Id)} replace.",
    };

    /// <summary>A second Slack user comes with the address of a OneLogin user who is linked to another one, or is that user by the rule in C#.</summary>
    public static Alarm Claimed(WorkspaceUser user, Person owner, bool isByRule, DateTimeOffset now) => new(
        $"{Source}/{user.Id}/{Number(owner.OneLoginUser)}",
        $"A second Slack user, {user.Id}, {(isByRule ? "is by the identityRule" : "has the address of")} a OneLogin user who is linked already",
        [
            $"OneLogin user {Number(owner.OneLoginUser)} is linked to the Slack user {owner.SlackUser}, by the address {owner.Email}.",
            isByRule
                ? $"{user.Name} ({user.Id}) is that OneLogin user as well, as the identityRule says. They were refused."
                : $"{user.Name} ({user.Id}) has the address {user.Email}, which is that OneLogin user's. They were refused.",
        ],
        now)
    {
        Advice = $"If they are the same person with a new Slack account, type: unlink {owner.SlackUser}. They are linked anew when they next ask.",
    };

    private static string Number(long id) => id.ToString(CultureInfo.InvariantCulture);
}
