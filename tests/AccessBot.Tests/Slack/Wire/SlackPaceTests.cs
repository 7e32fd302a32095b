using AccessBot.Slack.Wire;
using Microsoft.Extensions.Time.Testing;

namespace AccessBot.Tests.Slack.Wire;

/// <summary>Whose turn it is, and when.</summary>
public sealed class SlackPaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider clock = new(new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly SlackPace pace;

    public SlackPaceTests() => pace = new(clock);

    [Fact]
    public void One_message_a_second_is_each_channels_own()
    {
        Assert.Equal((0, true), Take("C1", "one"));
        Assert.Equal((1, true), Take("C1", "two"));
        Assert.Equal((0, true), Take("C2", "three"));
        Pass(2);
        Assert.Equal((0, true), Take("C1", "four"));
    }

    [Fact]
    public void What_would_wait_for_longer_gets_a_turn_and_keeps_it_however_early_it_comes()
    {
        Take("C1", "one");
        Take("C1", "two");

        Assert.Equal((2, false), Take("C1", "three"));
        Assert.Equal((3, false), Take("C1", "four"));
        Assert.Equal((2, false), Take("C1", "three"));
        Pass(1);
        Assert.Equal((1, true), Take("C1", "three"));
        Assert.Equal((2, false), Take("C1", "four"));
        Pass(2);
        Assert.Equal((0, true), Take("C1", "four"));
    }

    [Fact]
    public void Thirty_that_come_at_once_are_posted_a_second_apart_in_their_order()
    {
        var waiting = Enumerable.Range(0, 30).Select(i => $"{i}").ToList();
        var posted = new List<(string Name, DateTimeOffset At)>();
        var back = waiting.ToDictionary(name => name, _ => clock.GetUtcNow(), StringComparer.Ordinal);
        while (waiting.Count > 0)
        {
            foreach (var name in waiting.Where(name => back[name] <= clock.GetUtcNow()).ToList())
            {
                var turn = pace.Take(new SlackPost("C1", name), Patience);
                back[name] = clock.GetUtcNow() + turn.Wait;
                if (turn.IsTaken)
                {
                    posted.Add((name, back[name]));
                    waiting.Remove(name);
                }
            }

            clock.Advance(TimeSpan.FromMilliseconds(300));
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(i => $"{i}"), posted.OrderBy(post => post.At).Select(post => post.Name));
        Assert.All(posted.OrderBy(post => post.At).Zip(posted.OrderBy(post => post.At).Skip(1)), pair => Assert.InRange(pair.Second.At - pair.First.At, SlackPace.Beat, 2 * SlackPace.Beat));
    }

    [Fact]
    public void Whoever_has_no_row_goes_before_those_who_have()
    {
        foreach (var name in new[] { "one", "two", "three", "four" })
        {
            Take("C1", name);
        }

        Assert.Equal(new SlackTurn(TimeSpan.FromSeconds(2), IsTaken: true), pace.Take(new SlackPost("C1"), Long));
        Pass(2);
        Assert.Equal((1, true), Take("C1", "three"));
        Assert.Equal((2, false), Take("C1", "four"));
    }

    [Fact]
    public void A_channel_that_is_to_be_left_alone_is_left_alone_by_everybody_and_no_other_is()
    {
        Take("C1", "one");
        Take("C1", "two");
        Take("C1", "three");
        Take("C1", "four");

        pace.Close("C1", TimeSpan.FromSeconds(20));

        Assert.True(pace.IsClosed("C1"));
        Assert.Equal((20, false), Take("C1", "three"));
        Assert.Equal((21, false), Take("C1", "four"));
        Assert.Equal((22, false), Take("C1", "five"));
        Assert.Equal((0, true), Take("C2", "six"));
        Pass(20);
        Assert.False(pace.IsClosed("C1"));
        Assert.Equal((0, true), Take("C1", "three"));
        Assert.Equal((1, true), Take("C1", "four"));
    }

    [Fact]
    public void Two_channels_at_once_are_the_whole_workspace()
    {
        pace.Close("C1", TimeSpan.FromSeconds(5));
        Assert.False(pace.IsClosed("C3"));
        pace.Close("C2", TimeSpan.FromSeconds(5));

        Assert.True(pace.IsClosed("C3"));
        Assert.Equal((5, false), Take("C3", "one"));
        Pass(5);
        Assert.False(pace.IsClosed("C3"));
    }

    [Fact]
    public void A_turn_that_nobody_comes_for_holds_up_nobody()
    {
        Take("C1", "one");
        Take("C1", "two");
        Take("C1", "three");
        Pass(2);
        Assert.Equal((1, true), Take("C1", "four"));
        Pass(60);

        Assert.Equal((0, true), Take("C1", "later"));
    }

    private (double Seconds, bool IsTaken) Take(string channel, string name)
    {
        var turn = pace.Take(new SlackPost(channel, name), Patience);
        return (turn.Wait.TotalSeconds, turn.IsTaken);
    }

    private void Pass(double seconds) => clock.Advance(TimeSpan.FromSeconds(seconds));
}
