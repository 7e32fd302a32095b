using System.Reflection;
using System.Text.RegularExpressions;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Digests;
using AccessBot.Slack.Home;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Slack.Conversation;

/// <summary>Where what people read is written, and what holds for all of it.</summary>
public sealed partial class MessageTextTests
{
    /// <summary>Those whose text <see cref="HostileTextTests"/> and <see cref="SlackAlarmBellTests"/> hold against their blocks, whatever is in them.</summary>
    private static readonly Type[] Checked =
    [
        typeof(RequestCard), typeof(ApproversMessage), typeof(RequesterMessage), typeof(EndingMessage), typeof(ReminderMessage), typeof(AlarmMessage), typeof(HelpMessage), typeof(MineMessage),
        typeof(WaitingMessage), typeof(HoldersMessage), typeof(DigestMessage), typeof(ThreadReply), typeof(ShortForm),
    ];

    /// <summary>The files of the conversation that have sentences in them, each about one thing. All others take theirs from these.</summary>
    private static readonly string[] Rooms =
    [
        "Sentences.cs", "CommandSentences.cs", "HomeSentences.cs", "RequestStatus.cs", "RequestCard.cs", "RequestPlaces.cs", "HomeParts.cs", "ListMessage.cs", "ApproversMessage.cs",
        "RequesterMessage.cs", "EndingMessage.cs", "ReminderMessage.cs", "AlarmMessage.cs", "StopMessage.cs", "HelpMessage.cs", "MineMessage.cs", "WaitingMessage.cs", "HoldersMessage.cs", "DigestMessage.cs",
        "ThreadReply.cs", "ApproverLines.cs", "ShortForm.cs",
    ];

    [Fact]
    public void Whatever_makes_a_message_is_held_against_its_text()
    {
        var makers = typeof(Sentences).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Any(method => method.ReturnType == typeof(Message)));

        Assert.Equal(Checked.Select(type => type.Name).Order(StringComparer.Ordinal), makers.Select(type => type.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Sentences_stand_in_their_rooms_and_nowhere_else()
    {
        var written = Directory.EnumerateFiles(Repository.File("src/AccessBot.Slack"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && Sentence().IsMatch(File.ReadAllText(file)))
            .Select(Path.GetFileName);

        Assert.Empty(written.Except(Rooms, StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_that_is_said_is_empty_or_has_a_picture_for_a_word()
    {
        var said = new[] { typeof(Sentences), typeof(CommandSentences), typeof(HomeSentences), typeof(DoorSentences) }.SelectMany(type => type
            .GetProperties(BindingFlags.Public | BindingFlags.Static).Select(property => property.GetValue(null)?.ToString())
            .Concat(type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(field => field.IsLiteral).Select(field => field.GetRawConstantValue() as string)));

        Assert.All(said.OfType<string>(), sentence =>
        {
            Assert.False(string.IsNullOrWhiteSpace(sentence) || sentence == Mrkdwn.Empty.Text);
            Assert.DoesNotMatch(Picture(), sentence);
        });
    }

    [Fact]
    public void No_state_is_told_by_a_picture() => Assert.All(Directory.EnumerateFiles(Repository.File("src/AccessBot.Slack"), "*.cs", SearchOption.AllDirectories), file =>
        Assert.DoesNotMatch(Emoji(), File.ReadAllText(file)));

    /// <summary>Words in a text for people, beside what is put into it.</summary>
    [GeneratedRegex("Mrkdwn\\.Of\\(\\s*\\$\"(?:[^\"{]|\\{[^\"{}]*\\})*[a-z]{3,} [a-z]{2,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();

    /// <summary>As Slack writes emoji, and as Unicode has them.</summary>
    [GeneratedRegex(":[a-z_]{3,}:|[\\u2600-\\u27BF]|[\\uD83C-\\uD83E][\\uDC00-\\uDFFF]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("[\\u2600-\\u27BF]|[\\uD83C-\\uD83E][\\uDC00-\\uDFFF]|\":[a-z_]{3,}:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Emoji();
}
