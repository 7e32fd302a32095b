using AccessBot.Slack.Conversation;

namespace AccessBot.Tests.Slack.Conversation;

public sealed class TypedTests
{
    [Theory]
    [InlineData("", "Anything", true)]
    [InlineData(" zürich ", "Database Zurich", true)]
    [InlineData("zurich", "Database ZÜRICH", true)]
    [InlineData("zu\u0308rich", "Zürich", true)]
    [InlineData("łódź", "Lodz", true)]
    [InlineData("ÉTÉ", "ete", true)]
    [InlineData("база", "База данных", true)]
    [InlineData("zürich", "Zurch", false)]
    [InlineData("a b", "ab", false)]
    public void What_is_typed_is_found_whatever_its_case_and_accents(string typed, string label, bool fits) =>
        Assert.Equal(fits, new Typed(typed).Fits(label));
}
