namespace AccessBot.Slack.Conversation;

/// <summary>Reads <c>link @PERSON ONELOGIN [replace]</c> and <c>unlink @PERSON</c> from what stands behind the slash command. Pure.</summary>
/// <param name="Who">Slack id or address.</param>
/// <param name="Whom">OneLogin id or address; null to unlink.</param>
/// <param name="Replaces">Whether a link that is there is to be replaced.</param>
internal sealed record LinkText(string Who, string? Whom, bool Replaces)
{
    /// <summary>What is meant; null if the words say something else.</summary>
    public static LinkText? Read(string text) => Words(text) switch
    {
        [var verb, var who, var whom] when Is(verb, "link") => new LinkText(SlashText.Plain(who), SlashText.Plain(whom), Replaces: false),
        [var verb, var who, var whom, var last] when Is(verb, "link") && Is(last, "replace") => new LinkText(SlashText.Plain(who), SlashText.Plain(whom), Replaces: true),
        [var verb, var who] when Is(verb, "unlink") => new LinkText(SlashText.Plain(who), Whom: null, Replaces: false),
        _ => null,
    };

    // A mention is one word, with the name in it: Slack writes <@U1|some name> where it escapes.
    private static string[] Words(string text) => SlashText.Words(text);

    private static bool Is(string word, string other) => string.Equals(word, other, StringComparison.OrdinalIgnoreCase);
}
