using CsCheck;

namespace AccessBot.Tests.Slack.Wire;

/// <summary>What people, or attackers, write.</summary>
internal static class HostileText
{
    public static readonly string[] Pieces =
    [
        "a", " ", "\n", "\r\n", "\u2028", "\t", "\0", "*", "_", "`", "&", "<", ">", "&amp;", "<!channel>", "<!here|x>", "<@U0ANA>", "<https://evil.test|Approve>",
        "|", "^", "{date}", "é", "e\u0301", "ß", "漢", "عربى", "\u202E", "\u2066", "😀", "👍🏽", "👩‍👩‍👧‍👦", "🇳🇱", "\uD83D", "\uDE00", "\uFFFD", "\u200D", "@here", "#general", ":tada:",
    ];

    public static readonly Gen<string> Any = Gen.OneOf(
        Gen.OneOf(Pieces).Array[0, 60].Select(string.Concat),
        Gen.String,
        Gen.Select(Gen.OneOf(Pieces), Gen.Int[0, 5000], (piece, times) => string.Concat(Enumerable.Repeat(piece, times / piece.Length))),
        Gen.Int[0, 4000].Select(marks => "a" + new string('\u0301', marks)));
}
