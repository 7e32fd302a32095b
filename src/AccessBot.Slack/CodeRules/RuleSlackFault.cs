using AccessBot.Core.Ports;
using AccessBot.Core.Rules.Code;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;

namespace AccessBot.Slack.CodeRules;

/// <summary>What Slack does, in the words that rules in C# know.</summary>
/// <remarks>https://docs.slack.dev/reference/methods/chat.postMessage#errors, conversations.members, users.info and usergroups.users.list likewise.</remarks>
internal static class RuleSlackFault
{
    private static readonly HashSet<string> Missing = new(StringComparer.Ordinal)
    {
        "channel_not_found", "user_not_found", "users_not_found", "user_not_visible", "no_such_subteam", "subteam_not_found", "thread_not_found", "message_not_found",
    };

    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal) { "ratelimited", "rate_limited", "message_limit_exceeded" };

    private static readonly HashSet<string> TooLarge = new(StringComparer.Ordinal) { "msg_too_long", "msg_blocks_too_long" };

    public static async Task<T> TranslateAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (SlackApiException e)
        {
            throw new RuleServiceException($"Slack:{CodeOf(e)}", e.Message, e);
        }
        catch (WorkspaceUnavailableException e) when (e.InnerException is SlackApiException inner)
        {
            throw new RuleServiceException($"Slack:{CodeOf(inner)}", e.Message, e);
        }
        catch (Exception e) when (e is SlackUnavailableException or WorkspaceUnavailableException)
        {
            throw new RuleServiceException("Slack:UNAVAILABLE", e.Message, e);
        }
        catch (StoreUnavailableException e)
        {
            throw new RuleServiceException("Database:UNAVAILABLE", e.Message, e);
        }
    }

    private static string CodeOf(SlackApiException e) => e.Error switch
    {
        var code when Missing.Contains(code) => "NOT_FOUND",
        var code when TooLarge.Contains(code) => "TOO_LARGE",
        var code when Passing.Contains(code) => "UNAVAILABLE",
        ['h', 't', 't', 'p', '_', ..] => "UNAVAILABLE",
        _ => DeliveryFaults.Of(e) == DeliveryFault.Installation ? "AUTH_FAILED" : "REJECTED",
    };
}
