using AccessBot.Core.UseCases;

namespace AccessBot.Slack.Conversation;

/// <summary>Reads <c>revoke person|role|flow NAME</c> and <c>revoke all</c> from what stands behind the slash command. Pure.</summary>
internal static class StopText
{
    private static readonly char[] Quotes = ['"', '“', '”', '\'', '‘', '’', '`'];

    /// <summary>What is to be ended; null if the words say something else.</summary>
    public static StopWish? Read(string text)
    {
        var words = text.Split((char[]?)null, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words is not [var verb, var kind, ..] || !Is(verb, "revoke"))
        {
            return null;
        }

        var name = words.Length > 2 ? Plain(words[2]) : "";
        return (kind.ToLowerInvariant(), name) switch
        {
            ("all", "") => new StopWish(StopKind.Everything, ""),
            ("person", not "") => new StopWish(StopKind.Person, name),
            ("role", not "") => new StopWish(StopKind.Role, name),
            ("flow", not "") => new StopWish(StopKind.Flow, name),
            _ => null,
        };
    }

    /// <summary>Undoes what Slack does to text when the manifest says <c>should_escape</c>: <c>&lt;@U1|name&gt;</c>, <c>&lt;mailto:a@b.c|a@b.c&gt;</c> and entities.</summary>
    /// <remarks>https://docs.slack.dev/interactivity/implementing-slash-commands#escaping</remarks>
    private static string Plain(string text)
    {
        var name = text.Trim(Quotes);
        if (name is ['<', .. var inner, '>'])
        {
            name = inner.Split('|')[0];
            name = name.StartsWith('@') ? name[1..]
                : name.StartsWith("mailto:", StringComparison.Ordinal) ? name["mailto:".Length..]
                : name;
        }

        return name
            .Replace("&lt;", "<", StringComparison.Ordinal)
            .Replace("&gt;", ">", StringComparison.Ordinal)
            .Replace("&amp;", "&", StringComparison.Ordinal)
            .Trim();
    }

    private static bool Is(string word, string other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);
}
