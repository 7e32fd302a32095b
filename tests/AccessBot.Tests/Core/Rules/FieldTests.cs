using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using CsCheck;

namespace AccessBot.Tests.Core.Rules;

public sealed class FieldTests
{
    private const string Lots = "a, b, c, d, e, f, g, h, i, j, k, l, m";

    /// <summary>A field as the rules write it, what is filled in, and what is kept of it, or why not.</summary>
    [Theory]
    [InlineData("type: string", "  as written ", "  as written ")]
    [InlineData("type: string", "", "")]
    [InlineData("type: string", " \u200B ", "")]
    [InlineData("type: string, required: true", "", "FieldMissing: Fill in X: the approvers need it to decide.")]
    [InlineData("type: string, required: true", "\u200B\t", "FieldMissing: Fill in X: the approvers need it to decide.")]
    [InlineData("type: string", "LONG", "TextTooLong: X is too long: shorten it from 3001 to 3000 characters or fewer.")]
    [InlineData("type: string, min: 3", "  ab  ", "FieldOutOfRange: X takes at least 3 characters. Change it to fit.")]
    [InlineData("type: string, min: 3", "", "")]
    [InlineData("type: string, max: 1", "😀", "😀")]
    [InlineData("type: string, max: 1", "😀😀", "FieldOutOfRange: X takes at most 1 character. Change it to fit.")]
    [InlineData("type: string, min: 2, max: 3", "abcd", "FieldOutOfRange: X takes from 2 to 3 characters. Change it to fit.")]
    [InlineData("pattern: '^[a-z]+$'", "abc", "abc")]
    [InlineData("pattern: '^[a-z]+$'", "abc\n", "FieldMismatch: X doesn't have the right form. Write it so that it matches ^[a-z]+$.")]
    [InlineData("pattern: '^[a-z]+$', default: abc", "ABC", "FieldMismatch: X doesn't have the right form. Write it so that it matches ^[a-z]+$, for example abc.")]
    [InlineData("pattern: '^[a-z]+$', patternMessage: Small letters only.", "ABC", "FieldMismatch: X: Small letters only.")]
    [InlineData("type: text", "one\ntwo", "one\ntwo")]
    [InlineData("type: text, max: 3", "one\ntwo", "FieldOutOfRange: X takes at most 3 characters. Change it to fit.")]
    [InlineData("type: int", "42", "42")]
    [InlineData("type: int", " -007 ", "-7")]
    [InlineData("type: int", "-0", "0")]
    [InlineData("type: int", "9007199254740991", "9007199254740991")]
    [InlineData("type: int", "9007199254740992", "FieldMismatch: X isn't a whole number. Write one in digits, for example 42.")]
    [InlineData("type: int", "99999999999999999999999", "FieldMismatch: X isn't a whole number. Write one in digits, for example 42.")]
    [InlineData("type: int", "4.0", "FieldMismatch: X isn't a whole number. Write one in digits, for example 42.")]
    [InlineData("type: int", "٤٢", "FieldMismatch: X isn't a whole number. Write one in digits, for example 42.")]
    [InlineData("type: int", "1e3", "FieldMismatch: X isn't a whole number. Write one in digits, for example 42.")]
    [InlineData("type: int, min: -5, max: 5", "-5", "-5")]
    [InlineData("type: int, min: -5, max: 5", "6", "FieldOutOfRange: X takes from -5 to 5. Change it to fit.")]
    [InlineData("type: int, min: 0", "-1", "FieldOutOfRange: X takes at least 0. Change it to fit.")]
    [InlineData("type: int, required: true", "", "FieldMissing: Fill in X: the approvers need it to decide.")]
    [InlineData("type: bool", "true", "true")]
    [InlineData("type: bool", "false", "false")]
    [InlineData("type: bool", "yes", "FieldMismatch: X isn't answered. Pick Yes or No.")]
    [InlineData("type: bool, required: true", "", "FieldMissing: Fill in X: the approvers need it to decide.")]
    [InlineData("type: choice, choices: [a, { value: b, label: Bee }]", "b", "b")]
    [InlineData("type: choice, choices: [a, { value: b, label: Bee }]", "Bee", "FieldNotOffered: X doesn't offer this (any more). Pick from: a, Bee.")]
    [InlineData("type: choice, choices: [a, b]", "a\nb", "FieldNotOffered: X doesn't offer this (any more). Pick from: a, b.")]
    [InlineData("type: choice, choices: [" + Lots + "]", "z", "FieldNotOffered: X doesn't offer this (any more). Pick what the form offers.")]
    [InlineData("type: multi-choice, choices: [a, b, c]", "c\na\nc", "a\nc")]
    [InlineData("type: multi-choice, choices: [a, b, c]", "a\nz", "FieldNotOffered: X doesn't offer this (any more). Pick from: a, b, c.")]
    [InlineData("type: multi-choice, choices: [a, b, c], max: 2", "a\nb\nc", "FieldOutOfRange: X takes at most 2 choices. Change it to fit.")]
    [InlineData("type: multi-choice, choices: [a, b, c], min: 2, max: 2", "a", "FieldOutOfRange: X takes exactly 2 choices. Change it to fit.")]
    [InlineData("type: multi-choice, choices: [a, b, c], required: true", "\n", "FieldMissing: Fill in X: the approvers need it to decide.")]
    [InlineData("type: user", "U0ANA", "U0ANA")]
    [InlineData("type: user", "ana@acme.com", "FieldMismatch: X doesn't name people of this workspace. Pick them in the form.")]
    [InlineData("type: user", "<!channel>", "FieldMismatch: X doesn't name people of this workspace. Pick them in the form.")]
    [InlineData("type: users", "U0BEN\nU0ANA\nU0BEN", "U0BEN\nU0ANA")]
    [InlineData("type: users", "U0BEN\n@ana", "FieldMismatch: X doesn't name people of this workspace. Pick them in the form.")]
    [InlineData("type: users, max: 1", "U0BEN\nU0ANA", "FieldOutOfRange: X takes at most 1 person. Change it to fit.")]
    [InlineData("type: users", "MANY", "FieldOutOfRange: X takes at most 100 values. Change it to fit.")]
    [InlineData("type: duration", "90M", "90m")]
    [InlineData("type: duration", "3600s", "1h")]
    [InlineData("type: duration", "48h", "2d")]
    [InlineData("type: duration", "0m", "FieldMismatch: X isn't a length of time. Write a number and a unit: 30s, 15m, 4h or 1d.")]
    [InlineData("type: duration", "soon", "FieldMismatch: X isn't a length of time. Write a number and a unit: 30s, 15m, 4h or 1d.")]
    [InlineData("type: duration, min: 1h, max: 1d", "30m", "FieldOutOfRange: X takes from 1 hour to 1 day. Change it to fit.")]
    [InlineData("type: duration, choices: [30m, 1h]", "60m", "1h")]
    [InlineData("type: duration, choices: [30m, 1h]", "2h", "FieldNotOffered: X doesn't offer this (any more). Pick from: 30 minutes, 1 hour.")]
    public void A_value_is_kept_in_its_one_form_or_refused_with_a_sentence(string written, string filledIn, string outcome)
    {
        var rules = Rules($"{{ name: x, label: X, {written} }}");
        var text = filledIn.Replace("LONG", new string('x', 3001), StringComparison.Ordinal)
            .Replace("MANY", string.Join('\n', Enumerable.Range(0, 101).Select(i => $"U{i:D3}")), StringComparison.Ordinal);

        var wish = rules.Complete(Wish(("x", text)));

        var refusals = rules.CheckForm(wish);
        Assert.Equal(outcome, refusals.Count > 0 ? $"{Assert.Single(refusals).Code}: {refusals[0].Sentence}" : wish.Fields.GetValueOrDefault("x", ""));
        Assert.All(refusals, refusal => Assert.Equal("field.x", refusal.Field));
    }

    [Theory]
    [InlineData("type: bool", "true", "Yes")]
    [InlineData("type: bool", "false", "No")]
    [InlineData("type: choice, choices: [a, { value: b, label: Bee }]", "b", "Bee")]
    [InlineData("type: multi-choice, choices: [a, { value: b, label: Bee }]", "a\nb", "a|Bee")]
    [InlineData("type: users", "U0BEN\nU0ANA", "U0BEN|U0ANA")]
    [InlineData("type: duration", "90m", "1 hour 30 minutes")]
    [InlineData("type: int", "-7", "-7")]
    [InlineData("type: int", "", "")]
    public void A_value_is_told_in_words(string written, string value, string words) =>
        Assert.Equal(words, string.Join('|', FieldValues.InWords(Rules($"{{ name: x, {written} }}").Flows[0].Fields[0], value)));

    [Fact]
    public void A_value_in_its_one_form_stays_as_it_is_whatever_was_filled_in()
    {
        string[] types = ["string", "text", "int", "bool", "choice, choices: [a, b]", "multi-choice, choices: [a, b]", "user", "users", "duration", "duration, choices: [1h, 1d]"];
        var fields = types.Select(type => Rules($"{{ name: x, type: {type} }}").Flows[0].Fields[0]).ToArray();
        var pieces = Gen.OneOf(Gen.OneOf("a", "b", "\n", " ", "-", "0", "7", "h", "d", "U0ANA", "true", "60m", "\u202E", "\uD83D", "<!channel>"), Gen.String[0, 4]);

        Gen.Select(Gen.OneOf([.. fields]), pieces.Array[0, 4].Select(string.Concat)).Sample((field, text) =>
        {
            if (FieldValues.Read(field, text) is { } value)
            {
                Assert.Equal(value, FieldValues.Read(field, value));
                Assert.Equal(FieldValues.WhyNot(field, text), FieldValues.WhyNot(field, value));
                Assert.All(FieldValues.InWords(field, value), word => Assert.True(field.Type is FieldType.String or FieldType.Text || !word.Contains('\n', StringComparison.Ordinal)));
            }
        }, iter: 2_000);
    }

    [Fact]
    public void Whatever_comes_for_a_form_is_completed_once_and_judged_alike_ever_after()
    {
        var rules = RulesFile.Read(RulesText.Form, "access.yaml").Rules!;
        var flow = rules.Flows[0];
        var texts = Gen.OneOf(
            Gen.OneOf("", " ", "true", "false", "low", "high", "1", "002", "-6", "db", "db\nqueue", "queue\ndb\ndb", "U0ANA", "U0ANA\nU0BEN", "90m", "5400s", "1h", "60m", "OPS-7", "<!channel>", "\uD83D"),
            Gen.String[0, 30]);
        var names = Gen.OneOf([.. flow.Fields.Select(field => field.Name), "other", ":until"]);

        Gen.Select(Gen.Dictionary(names, texts)[0, 12], Gen.OneOf("prod", "data", "x"), Gen.OneOf<Privilege?>(null, Privilege.Member, Privilege.Admin)).Sample(
            (fields, target, privilege) =>
            {
                var asked = new Wish("all", target, TimeSpan.FromMinutes(30), "", fields) { Privilege = privilege };

                var wish = rules.Complete(asked);
                var again = rules.Complete(wish);

                Assert.Equal(wish.Fields, again.Fields);
                Assert.Equal("platform", wish.Fields["team"]);
                Assert.Equal(rules.CheckForm(wish), rules.CheckForm(asked with { Privilege = wish.Privilege }));
                if (rules.CheckForm(wish).Count == 0)
                {
                    var shown = flow.AskedFields(field => wish.Fields.GetValueOrDefault(field.Name)).ToDictionary(field => field.Name, StringComparer.Ordinal);
                    Assert.All(wish.Fields, value => Assert.Equal(value.Value, FieldValues.Read(shown[value.Key], value.Value)));
                    Assert.Contains(wish.Privilege!.Value, flow.FindTarget(target)!.Privileges);
                }
            },
            iter: 3_000);
    }

    [Theory]
    // Asked for when what it waits for is so
    [InlineData("kind=vm; size=large", "kind size", "kind=vm size=large")]
    [InlineData("kind=db; size=large", "kind copies", "kind=db")]
    [InlineData("size=large", "kind", "")]
    // In a chain, and with all conditions
    [InlineData("kind=db; copies=3", "kind copies places", "copies=3 kind=db")]
    [InlineData("kind=db; copies=3; places=eu\nus; why=so", "kind copies places why", "copies=3 kind=db places=eu\nus why=so")]
    [InlineData("kind=db; copies=3; places=eu; why=so", "kind copies places", "copies=3 kind=db places=eu")]
    [InlineData("kind=db; copies=03; places=us; why=so", "kind copies places why", "copies=3 kind=db places=us why=so")]
    [InlineData("kind=vm; copies=3; places=us; why=so", "kind size", "kind=vm")]
    // What can't be read has no value
    [InlineData("kind=bd; copies=3", "kind", "kind=bd")]
    public void What_is_asked_for_depends_on_the_answers_above(string filledIn, string asked, string kept)
    {
        var rules = Rules(
            "{ name: kind, type: choice, choices: [vm, db] }",
            "{ name: size, type: choice, choices: [small, large], showWhen: { kind: vm } }",
            "{ name: copies, type: int, showWhen: { kind: [db] } }",
            "{ name: places, type: multi-choice, choices: [eu, us], showWhen: { copies: [2, 3] } }",
            "{ name: why, required: true, showWhen: { places: us, kind: db } }");
        var values = filledIn.Split("; ").Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        var fields = rules.Flows[0].AskedFields(field => values.GetValueOrDefault(field.Name));
        var wish = rules.Complete(Wish([.. values.Select(value => (value.Key, value.Value))]));

        Assert.Equal(asked, string.Join(' ', fields.Select(field => field.Name)));
        Assert.Equal(kept, string.Join(' ', wish.Fields.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => $"{field.Key}={field.Value}")));
    }

    [Fact]
    public void A_field_that_is_not_asked_for_is_not_required()
    {
        var rules = Rules("{ name: kind, type: choice, choices: [vm, db], required: true }", "{ name: why, required: true, showWhen: { kind: db } }");

        Assert.Empty(rules.CheckForm(Wish(("kind", "vm"))));
        Assert.Equal("field.why", Assert.Single(rules.CheckForm(Wish(("kind", "db")))).Field);
    }

    [Fact]
    public void A_hidden_field_always_holds_its_default()
    {
        var rules = Rules("{ name: team, default: platform, hidden: true }", "{ name: why, showWhen: { team: platform } }", "{ name: not, showWhen: { team: other } }");

        var wish = rules.Complete(Wish(("team", "other"), ("why", "so"), ("not", "so")));

        Assert.Equal(["team=platform", "why=so"], wish.Fields.Select(field => $"{field.Key}={field.Value}").Order(StringComparer.Ordinal));
        Assert.Empty(rules.CheckForm(wish));
    }

    [Fact]
    public void What_the_form_does_not_have_is_refused_not_dropped()
    {
        var rules = Rules("{ name: kind }");

        var refusal = Assert.Single(rules.CheckForm(rules.Complete(Wish(("colour", "red")))));

        Assert.Equal((RefusalCode.UnknownField, "field.colour"), (refusal.Code, refusal.Field));
    }

    private static AccessRules Rules(params string[] fields)
    {
        var reading = RulesFile.Read(RulesText.With(16, string.Join('\n', fields.Select(field => $"      - {field}"))), "access.yaml");
        Assert.Empty(reading.Problems);
        return reading.Rules!;
    }

    private static Wish Wish(params (string Name, string Value)[] fields) => new(
        "production", "prod", TimeSpan.FromHours(1), "The queue is stuck", fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal));
}
