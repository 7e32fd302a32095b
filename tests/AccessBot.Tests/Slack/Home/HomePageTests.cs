using System.Text;
using System.Text.Json;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Home;
using AccessBot.Slack.Wire;
using AccessBot.Tests.Slack.Conversation;
using AccessBot.Tests.Support;
using CsCheck;

namespace AccessBot.Tests.Slack.Home;

public sealed class HomePageTests
{
    private static readonly AccessRules Rules = new() { Admins = [], Targets = new Dictionary<string, Target>(StringComparer.Ordinal), Flows = [Given.Flow] };

    [Fact]
    public void Everybody_reads_in_it_what_they_can_do_next_though_they_have_nothing()
    {
        var home = Json(new HomeContents(Rules, new OwnRequests([], [], [])) { Waiting = new WaitingRequests([], IsAll: true), Offers = [Given.Flow] });

        Assert.Contains("You hold no access at the moment. Below is what you can ask for.", home, StringComparison.Ordinal);
        Assert.Contains("\"value\":\"production\"", home, StringComparison.Ordinal);
        Assert.DoesNotContain("Waiting for your decision", home, StringComparison.Ordinal);
        Assert.DoesNotContain("Ended lately", home, StringComparison.Ordinal);
    }

    [Fact]
    public void The_most_of_everything_with_the_longest_texts_is_what_Slack_takes()
    {
        var most = string.Concat(Enumerable.Repeat("&", AccessRules.LongestText));
        var longest = new Story { Name = most, TargetLabel = most, FlowLabel = most, Reason = most, Problem = most };
        Request[] Many(Func<Story, Request> tell, int count) => [.. Enumerable.Range(0, count).Select(_ => tell(longest))];
        var contents = new HomeContents(Rules, new OwnRequests(
            [.. Many(story => story.Granted(), 10), .. Many(story => story.Overdue(story.Revoking()), 10)], Many(story => story.Requested(), 20), Many(story => story.Denied(most), 10)))
        {
            Waiting = new WaitingRequests(Many(story => story.OneOfTwo(), 40), IsAll: false),
            Offers = [.. Enumerable.Range(0, 60).Select(i => Given.Flow with { Key = $"flow-{i}", Label = most, Description = most })],
            Oversight = new Oversight(20, 12, Many(story => story.Untried(), Oversee.MostOverdue)),
        };

        var home = Json(contents);

        ViewValidator.Require(JsonDocument.Parse(home).RootElement, "home");
        Assert.True(Encoding.UTF8.GetByteCount(home) < 250 * 1024);
        Assert.Contains("And 12 more: type /access mine.", home, StringComparison.Ordinal);
        Assert.Contains("And 30 more: type /access requests.", home, StringComparison.Ordinal);
        Assert.Contains("And 45 more: type /access.", home, StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_makes_a_Home_that_Slack_refuses_or_takes_for_markup() => Gen.Select(HostileTextTests.Text, Gen.OneOf([.. Story.All.Values])).Sample(
        (text, tell) =>
        {
            var request = tell(new Story { Name = text, TargetLabel = text, FlowLabel = text, Reason = text, Problem = text });
            var home = Json(new HomeContents(Rules, new OwnRequests([request], [], []))
            {
                Waiting = new WaitingRequests([tell(new Story { TargetLabel = text, Reason = text })], IsAll: true),
                Offers = [Given.Flow with { Label = text, Description = text }],
                Obstacle = null,
                Oversight = new Oversight(1, 1, [tell(new Story { TargetLabel = text, Problem = text })]),
            });

            ViewValidator.Require(JsonDocument.Parse(home).RootElement, "home");
            Assert.DoesNotContain("<!channel>", Decoded(home), StringComparison.Ordinal);
            Assert.DoesNotContain("<https://evil.test", Decoded(home), StringComparison.Ordinal);
        },
        iter: 200);

    [Theory]
    [InlineData("granted", "Active until <!date^", true)]
    [InlineData("granted, ends by hand", "Active until somebody ends it by hand.", true)]
    [InlineData("revoking, expired, overdue", "still active, overdue", false)]
    [InlineData("revoking, revoked", "Being removed. Its end was asked for by", false)]
    public void What_is_held_says_how_it_stands_and_is_ended_where_that_is_possible(string story, string words, bool canEnd)
    {
        var home = Json(new HomeContents(Rules, new OwnRequests([Story.All[story](new Story())], [], [])));

        Assert.Contains(words, Decoded(home), StringComparison.Ordinal);
        Assert.Equal(canEnd, home.Contains("\"revoke\"", StringComparison.Ordinal));
    }

    private static string Json(HomeContents contents) => JsonSerializer.Serialize<View>(HomePage.Render(contents, "/access"), SlackJson.Options);

    private static string Decoded(string json) => string.Join('\n', Strings(JsonDocument.Parse(json).RootElement));

    private static IEnumerable<string> Strings(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => [json.GetString()!],
        JsonValueKind.Array => json.EnumerateArray().SelectMany(Strings),
        JsonValueKind.Object => json.EnumerateObject().SelectMany(property => Strings(property.Value)),
        _ => [],
    };
}
