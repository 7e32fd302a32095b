using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>Sentences that are put together of parts.</summary>
public sealed class WordingTests
{
    private static readonly Principal Group = new Principal.SlackGroup("S0SRE1234");

    [Theory]
    [InlineData(1, 0, "needs an approval by", "there is nobody now who could give one.")]
    [InlineData(3, 0, "needs 3 approvals by", "there is nobody now who could give one.")]
    [InlineData(3, 2, "needs 3 approvals by", "there are people for only 2 of them.")]
    public void What_nobody_could_approve_says_how_many_are_lacking(int count, int have, string needs, string there)
    {
        var sentence = Refusals.NobodyCanApprove(Cast.Flow("plain"), new ApproverLine([Group], count), have).Sentence;

        Assert.Contains(needs, sentence, StringComparison.Ordinal);
        Assert.Contains(there, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_without_an_account_is_told_by_which_address_or_that_they_have_none()
    {
        Assert.Contains("no confirmed e-mail address", Refusals.NotLinked("/access link").Sentence, StringComparison.Ordinal);
        Assert.Contains("rita@acme.com", Refusals.NotLinked("/access link", "rita@acme.com").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Whom_to_turn_to_is_named_where_that_is_known()
    {
        Assert.Contains("Ask an AccessBot admin to put it right", Refusals.DirectoryUserInactive("suspended").Sentence, StringComparison.Ordinal);
        Assert.Contains("Ask Ana to put it right", Refusals.DirectoryUserInactive("suspended", "Ana").Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(FieldType.String, 1, null, "at least 1 character")]
    [InlineData(FieldType.Text, null, 2, "at most 2 characters")]
    [InlineData(FieldType.Users, null, 1, "at most 1 person")]
    [InlineData(FieldType.Users, 2, 3, "from 2 to 3 people")]
    [InlineData(FieldType.MultiChoice, 1, 1, "exactly 1 choice")]
    [InlineData(FieldType.MultiChoice, 2, 2, "exactly 2 choices")]
    [InlineData(FieldType.Int, -3, 7, "from -3 to 7")]
    [InlineData(FieldType.Duration, 60, 7200, "from 1 minute to 2 hours")]
    [InlineData(FieldType.Duration, null, 60, "at most 1 minute")]
    [InlineData(FieldType.Int, null, null, null)]
    public void A_range_is_said(FieldType type, int? min, int? max, string? words) =>
        Assert.Equal(words, FieldRange.InWords(new Field("some", "Some", Required: false, Default: null, Pattern: null) { Type = type, Min = min, Max = max }));

    [Theory]
    [InlineData(1, "from 12 to 1 character or fewer")]
    [InlineData(5, "from 12 to 5 characters or fewer")]
    public void A_text_that_is_too_long_says_by_how_much(int most, string words) =>
        Assert.Contains(words, Refusals.TextTooLong("reason", "The reason", most, have: 12).Sentence, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "so that it matches ^a$.")]
    [InlineData("", "so that it matches ^a$.")]
    [InlineData("a", "so that it matches ^a$, for example a.")]
    public void A_text_of_the_wrong_form_is_shown_one_of_the_right(string? example, string words) =>
        Assert.EndsWith(words, Refusals.FieldMismatch(new Field("some", "Some", Required: false, example, new("^a$", System.Text.RegularExpressions.RegexOptions.NonBacktracking, TimeSpan.FromSeconds(1)))).Sentence, StringComparison.Ordinal);

    [Fact]
    public void Choices_are_listed_as_long_as_they_are_few()
    {
        Assert.Contains("Pick from: ", Refusals.FieldNotOffered(With(12)).Sentence, StringComparison.Ordinal);
        Assert.Contains("Pick what the form offers.", Refusals.FieldNotOffered(With(13)).Sentence, StringComparison.Ordinal);

        static Field With(int choices) => new("some", "Some", Required: false, Default: null, Pattern: null)
        {
            Type = FieldType.Choice,
            Choices = [.. Enumerable.Range(0, choices).Select(i => new Choice($"c{i}", $"C{i}"))],
        };
    }

    [Fact]
    public void An_edition_is_called_by_the_beginning_of_its_fingerprint()
    {
        var edition = new RulesEdition(Cast.Rules, "0123456789abcdef", new Dictionary<string, string>(StringComparer.Ordinal));

        Assert.Equal("0123456789ab", edition.Name);
        Assert.Equal("", (edition with { Fingerprint = "" }).Name);
    }
}
