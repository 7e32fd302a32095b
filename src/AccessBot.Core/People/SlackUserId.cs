using System.Diagnostics.CodeAnalysis;

namespace AccessBot.Core.People;

/// <summary>A Slack user's id, <c>U…</c> or <c>W…</c> (the latter on Enterprise Grid).</summary>
/// <remarks>It is a claim by Slack; <see cref="Person"/> is the link from it to a OneLogin user.</remarks>
public readonly record struct SlackUserId
{
    private SlackUserId(string value) => Value = value;

    /// <summary>The id as Slack writes it.</summary>
    public string Value { get; }

    /// <summary>Reads an id; false if it isn't one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SlackUserId id)
    {
        var good = text is { Length: >= 2 and <= 64 } && text[0] is 'U' or 'W' && text.All(char.IsAsciiLetterOrDigit);
        id = good ? new SlackUserId(text!) : default;
        return good;
    }

    /// <summary>Reads an id that was written by this program.</summary>
    /// <exception cref="FormatException">It isn't a Slack user id.</exception>
    public static SlackUserId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not a Slack user id (U… or W…).");

    /// <inheritdoc/>
    public override string ToString() => Value;
}
