using System.Text.RegularExpressions;
using AccessBot.Core.Audit;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Sandbox.Slack;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Digests;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;
using CsCheck;

namespace AccessBot.Tests.Slack.Conversation;

public sealed partial class HostileTextTests
{
    private static readonly string[] Nasty =
    [
        "", " ", "\n", "\0", "<!channel>", "<@U0BEN>", "<https://evil.test|Approve>", "&lt;!here&gt;", "@here #general", "*Granted*", "```", "\u202Edeirgnarts",
        "\uD83D", "👩‍👩‍👧‍👦", "e\u0301", ">\n*Granted*\nApproved by everybody", "—", "`_~",
    ];

    internal static readonly Gen<string> Text = Gen.Select(
        Gen.OneOf(Gen.OneOf(Nasty), Gen.String[0, 80]), Gen.OneOf(1, 1, 1, 40, 3000), (piece, times) => AtMost(string.Concat(Enumerable.Repeat(piece, times))));

    private static readonly Gen<Story> Stories = Gen.Select(
        Text, Text, Text, Text, Text, Gen.Dictionary(Gen.OneOf("ticket", "change", "customer", "host"), Text)[0, 4],
        (name, target, flow, reason, problem, fields) => new Story
        {
            Name = name,
            TargetLabel = target,
            FlowLabel = flow,
            Reason = reason,
            Problem = problem,
            Fields = fields,
        });

    [Fact]
    public void No_text_makes_a_message_that_Slack_refuses_or_takes_for_markup() =>
        Gen.Select(Stories, Gen.OneOf([.. Story.All.Values]), Gen.Bool, Gen.OneOf(FieldType.String, FieldType.Text, FieldType.Choice, FieldType.Users)).Sample(
            (story, tell, revocable, type) =>
            {
                var request = tell(story with { FieldType = type });

                Check(ApproversMessage.Render(request));
                Check(ShortForm.Of(ApproversMessage.Render(request)));
                Check(RequesterMessage.Render(request, revocable, extendable: !revocable));
                var notice = request.NoticesOf(0).Single();
                notice.Shown("C0ACCESS", "1.0", version: 1, "", request.RequestedAt);
                notice.Shown("C0ACCESS", "1.0", request.Version, "", request.RequestedAt);
                if (ThreadReply.Render(request, notice, request.News) is { } reply)
                {
                    Check(reply);
                }
            },
            iter: 200);

    [Fact]
    public void No_text_makes_an_answer_to_a_command_that_Slack_refuses_or_takes_for_markup() =>
        Gen.Select(Stories, Gen.OneOf([.. Story.All.Values]), Gen.Int[0, 70], Gen.Bool, Text).Sample(
            (story, tell, many, isAll, typed) =>
            {
                var request = tell(story);
                var all = Enumerable.Repeat(request, many).ToList();
                var holder = new OpenRequest(request.Id, request.State, request.Requester, request.RequesterName, 1, request.TargetLabel, request.FlowLabel, request.EndsAt, request.Problem);

                Check(MineMessage.Render(new OwnRequests(all, all, all), own => RequesterMessage.Offer(own, Forms.Flow("one")), request.RequestedAt, "/access"));
                Check(WaitingMessage.Render(new WaitingRequests(all, isAll), _ => true, request.RequestedAt));
                Check(DigestMessage.Render(new WaitingRequests([request, .. all], isAll), _ => true, request.RequestedAt, "/access"));
                Check(HoldersMessage.Render([.. Enumerable.Range(0, many).Select(i => isAll ? holder : holder with { TargetLabel = $"{typed}{i % 3}" })], typed));
                Check(HelpMessage.Render("/access"));
                Check(new Message(Sentences.Done(request), new SectionBlock(Sentences.Done(request))));
                Check(ReminderMessage.Render(request));
                Check(new Message(CommandSentences.DidYouMean("/access", "mine"), new SectionBlock(CommandSentences.DidYouMean("/access", "mine"))));

                var flow = Forms.Flow("one") with { Label = story.FlowLabel };
                var read = AskWords.Read(typed, [flow, Forms.Flow("two")]);
                ViewValidator.Require(Drawn.Json<View>(AccessForm.Render([flow], flow, certain: true, note: read.Note, prefill: read.Prefill)), "modal");
                var about = MessageReason.Of(new MessageAbout(new MessagePlace("C0ACCESS", "1.2"), typed, ThreadTs: typed, Domain: typed));
                ViewValidator.Require(Drawn.Json<View>(AccessForm.Render([flow], flow, certain: true, prefill: new Prefill { Reason = about })), "modal");
                _ = Buttons.Repeat(new SlashCommand(new SlackOrigin("T0", null), request.Requester, "/access", typed, "C0ACCESS"));
            },
            iter: 80);

    [Fact]
    public void No_text_makes_a_message_or_a_window_about_more_time_that_Slack_refuses() =>
        Gen.Select(Stories, Gen.Bool, Gen.Bool).Sample(
            (story, revocable, extendable) =>
            {
                Assert.All(story.MoreTime().Values, more =>
                {
                    Check(ApproversMessage.Render(more));
                    Check(RequesterMessage.Render(more, revocable, extendable));
                });
                var reminded = story.Reminded();
                Check(EndingMessage.Render(reminded, reminded.Notices[^1], revocable, extendable));
                var offer = new ExtendOffer(reminded, Forms.Flow("one") with { Label = story.FlowLabel }, [.. Enumerable.Range(1, 101).Select(i => TimeSpan.FromMinutes(i))], revocable);
                ViewValidator.Require(Drawn.Json<View>(ExtendForm.Render(offer)), "modal");
                reminded.Revoke(new Actor(Story.Ana, story.Name, "C0ACCESS"), reminded.GrantedAt!.Value);
                Check(EndingMessage.Render(reminded, reminded.Notices[^1], revocable, extendable));
            },
            iter: 60);

    [Fact]
    public void Fifty_full_fields_and_the_longest_of_everything_fit()
    {
        var most = string.Concat(Enumerable.Repeat("&", AccessRules.LongestText));
        var request = new Story
        {
            Name = most,
            TargetLabel = most,
            FlowLabel = most,
            Reason = most,
            Problem = most,
            Fields = Enumerable.Range(0, 50).ToDictionary(i => new string('f', 60) + i, _ => most, StringComparer.Ordinal),
        }.InTrouble();
        request.Notices.Single(notice => notice.Kind == NoticeKind.Approvers).Undeliverable("is_archived");
        request.Notices.Single(notice => notice.Kind == NoticeKind.Requester).Undeliverable("user_disabled");

        Check(ApproversMessage.Render(request));
        Check(ShortForm.Of(ApproversMessage.Render(request)));
        Check(RequesterMessage.Render(request, revocable: true));
    }

    [Fact]
    public void Ten_steps_of_which_each_was_lost_fit()
    {
        var most = string.Concat(Enumerable.Repeat("&", AccessRules.LongestText));
        var request = new Story { Name = most, TargetLabel = most, FlowLabel = most, Reason = most }.Requested();
        for (var i = 1; i < 10; i++)
        {
            request.NoticesOf(i - 1).ToList().ForEach(notice => notice.Undeliverable(most));
            var people = Enumerable.Range(0, 20).Select(n => new Addressee(NoticeKind.Person, $"U0{new string('A', 60)}{(char)('A' + n)}"));
            Assert.True(request.MoveOn(new Announcement.Found(i, NotifyStep.InChannel("C0"), [.. people]), request.RequestedAt));
        }

        Check(ApproversMessage.Render(request, step: 0));
        Check(RequesterMessage.Render(request, revocable: true));
        Check(ReminderMessage.Render(request));
    }

    [Fact]
    public void A_long_reason_is_cut_between_characters()
    {
        var request = new Story { Reason = string.Concat(Enumerable.Repeat("👩‍👩‍👧‍👦", 700)) }.Requested();

        var words = ApproversMessage.Render(request).Words();

        Assert.Contains("👩‍👩‍👧‍👦…", words, StringComparison.Ordinal);
        Assert.Equal(700, request.Reason.Split("👩‍👩‍👧‍👦").Length - 1);
    }

    [Fact]
    public void No_text_in_the_rules_makes_a_form_that_Slack_refuses() =>
        Gen.Select(Text, Text, Text, Gen.Int[1, 120], Gen.Bool, (label, description, field, targets, ends) => Forms.Flow("one") with
        {
            Label = label,
            Description = description,
            Targets = [.. Enumerable.Range(0, targets).Select(i => new Target($"t{i}", label + field, i, Privilege.Admin))],
            Durations = ends ? [TimeSpan.FromHours(1)] : [],
            AutoRevoke = ends,
            Fields = [new Field("ticket", field, Required: true, description, new Regex("^[A-Z]+$", RegexOptions.None, TimeSpan.FromSeconds(1)))],
        }).Sample(flow => ViewValidator.Require(Drawn.Json<View>(AccessForm.Render([flow], flow, certain: true)), "modal"), iter: 60);

    [Fact]
    public void No_text_in_the_rules_makes_a_field_that_Slack_refuses() =>
        Gen.Select(Gen.OneOf([.. Enum.GetValues<FieldType>()]), Text, Text, Gen.Int[1, 250], Gen.Bool, Gen.Bool).Sample(
            (type, words, header, many, required, hasMax) =>
            {
                var fields = Enumerable.Range(0, 8).Select(i => new Field($"f{i}", AtMost(words, 75), required, Default: null, Pattern: null)
                {
                    Type = type,
                    Help = AtMost(header, 1000),
                    Choices = type is FieldType.Choice or FieldType.MultiChoice ? [.. Enumerable.Range(0, many).Select(n => new Choice($"{n}", $"{n}{words}"))] : [],
                    Max = hasMax ? many : null,
                    ShowWhen = i == 1 ? [new FieldCondition("f0", ["1"])] : [],
                });
                var flow = Forms.Flow("one") with { Header = header, Fields = [.. fields], AllowUntil = true, MaxDuration = TimeSpan.FromDays(1) };

                var prefill = new Prefill { Flow = "one", Target = words, Reason = words, Fields = fields.ToDictionary(field => field.Name, _ => words, StringComparer.Ordinal) };

                ViewValidator.Require(Drawn.Json<View>(AccessForm.Render([flow], flow, certain: true, note: words)), "modal");
                ViewValidator.Require(Drawn.Json<View>(AccessForm.Render([flow], flow, certain: true, prefill: prefill)), "modal");
            },
            iter: 50);

    [Fact]
    public void As_much_to_read_as_the_rules_let_in_fits_into_a_form()
    {
        var fields = Enumerable.Range(0, 22).Select(i => new Field($"f{i}", $"f{i}", Required: false, Default: null, Pattern: null) { Help = new string('ж', 1000) });
        var flow = Forms.Flow("one") with { Fields = [.. fields] };
        Assert.InRange(FormSize.OfTexts(flow), FormSize.MostTexts - 10_000, FormSize.MostTexts);

        var prefill = new Prefill { Flow = "one", Reason = string.Concat(Enumerable.Repeat("😀", AccessRules.LongestText)) };

        ViewValidator.Require(Drawn.Json<View>(AccessForm.Render([flow], flow, certain: false, note: new string('—', 1000), prefill: prefill)), "modal");
    }

    // No more than the rules let in.
    private static string AtMost(string text, int most = AccessRules.LongestText) => text.Length > most ? text[..most] : text;

    private static void Check(Message message)
    {
        message.SaysInItsTextWhatItShows();
        var json = Drawn.Json(message);
        var errors = new BlockErrors();
        BlockValidator.Check(json.GetProperty("blocks"), errors, "/blocks", "message");
        Assert.Empty(errors.All);
        Assert.InRange(message.Text.Text.EnumerateRunes().Count(), 1, 4000);
        Assert.InRange(message.Words().EnumerateRunes().Count(), 1, 12_000);

        // Every angle bracket is one of ours.
        Assert.DoesNotContain('<', Ours().Replace(message.Words() + message.Text.Text, ""));
    }

    [GeneratedRegex(@"<@U0[A-Z]+>|<#C0ACCESS>|<!date\^[0-9]+\^\{date_short_pretty\} at \{time\}\|[0-9: -]+ UTC>", RegexOptions.None, 1000)]
    private static partial Regex Ours();
}
