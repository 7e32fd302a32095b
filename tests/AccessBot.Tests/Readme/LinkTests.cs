using System.Text.RegularExpressions;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Readme;

/// <summary>Links from page to page, to headings as well.</summary>
public sealed partial class LinkTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("SECURITY.md")]
    [InlineData("deploy/README.md")]
    [InlineData("src/README.md")]
    [InlineData("tests/README.md")]
    public void Each_leads_to_a_file_and_a_heading_that_are_there(string page)
    {
        var text = File.ReadAllText(Repository.File(page));

        Assert.All(Link().Matches(text), link =>
        {
            var path = link.Groups["path"].Value is { Length: > 0 } other ? Path.Combine(Path.GetDirectoryName(Repository.File(page))!, other) : Repository.File(page);
            Assert.True(Path.Exists(path), link.Value);
            if (link.Groups["heading"].Value is { Length: > 0 } heading)
            {
                Assert.Contains(heading, Heading().Matches(File.ReadAllText(path)).Select(m => Anchor(m.Groups["text"].Value)));
            }
        });
    }

    /// <summary>As GitHub makes them.</summary>
    private static string Anchor(string heading) => NotInAnchors().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]*)(#(?<heading>[^)\s]+))?\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotInAnchors();
}
