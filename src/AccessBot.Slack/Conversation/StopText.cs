using AccessBot.Core.UseCases;

namespace AccessBot.Slack.Conversation;

/// <summary>Reads <c>revoke person|role|flow NAME</c> and <c>revoke all</c> from what stands behind the slash command. Pure.</summary>
internal static class StopText
{
    /// <summary>What is to be ended; null if the words say something else.</summary>
    public static StopWish? Read(string text)
    {
        var words = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is not [var verb, var kind, ..] || !Is(verb, "revoke"))
        {
            return null;
        }

        var name = words.Length > 2 ? SlashText.Plain(words[2]) : "";
        return (kind.ToLowerInvariant(), name) switch
        {
            ("all", "") => new StopWish(StopKind.Everything, ""),
            ("person", not "") => new StopWish(StopKind.Person, name),
            ("role", not "") => new StopWish(StopKind.Role, name),
            ("flow", not "") => new StopWish(StopKind.Flow, name),
            _ => null,
        };
    }

    private static bool Is(string word, string other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);
}
