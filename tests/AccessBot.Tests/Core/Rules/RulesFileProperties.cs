using System.Text;
using AccessBot.Core.Rules;
using CsCheck;

namespace AccessBot.Tests.Core.Rules;

public sealed class RulesFileProperties
{
    private static readonly string[] Scraps =
    [
        "\n", "\t", " ", "  ", ":", ": ", "- ", "#", " #", "[", "]", "{", "}", ",", "'", "\"", "\\", "|", ">", "&a ", "*a", "!", "!!str ", "?", "%", "---\n", "...\n",
        "~", "null", "true", "0", "-1", "99999999999999999999", "<<: *a", "😀", "\uD83D", "\0", "\uFEFF", "\r", "\u2028", "version: 1\n", "flows:\n", "@", "`",
    ];

    private static readonly Gen<(int At, int Cut, string Put)> Mutations =
        Gen.Select(Gen.Int[0, Math.Max(RulesText.Good.Length, RulesText.Form.Length)], Gen.Frequency((3, Gen.Const(0)), (2, Gen.Int[1, 30])), Gen.Frequency((4, Gen.OneOf(Scraps)), (1, Gen.String[0, 5])));

    [Fact]
    public void No_change_to_a_good_file_makes_the_reader_throw() => Gen.Select(Mutations.Array[1, 6], Gen.OneOf(RulesText.Good, RulesText.Form)).Sample(
        (mutations, good) =>
        {
            var text = new StringBuilder(good);
            foreach (var (at, cut, put) in mutations)
            {
                var from = Math.Min(at, text.Length);
                text.Remove(from, Math.Min(cut, text.Length - from)).Insert(from, put);
            }

            Check(text.ToString());
        },
        iter: 3_000);

    [Fact]
    public void No_text_makes_the_reader_throw() => Gen.Frequency((3, Gen.OneOf(Scraps)), (1, Gen.String[0, 10])).Array[0, 40].Sample(
        scraps => Check(string.Concat(scraps)), iter: 3_000);

    [Fact]
    public void A_file_that_ends_early_does_not_make_the_reader_throw()
    {
        foreach (var good in new[] { RulesText.Good, RulesText.Form })
        {
            for (var length = 0; length < good.Length; length++)
            {
                Check(good[..length]);
            }
        }
    }

    private static void Check(string text)
    {
        var reading = RulesFile.Read(text, "access.yaml");

        Assert.Equal(reading.Problems.Count == 0, reading.Rules is not null);
        foreach (var problem in reading.Problems)
        {
            Assert.True(problem.Line >= 1 && problem.Column >= 1, problem.ToString());
            Assert.True(RulesProblemCode.Meanings.ContainsKey(problem.Code), problem.ToString());
            Assert.DoesNotContain('\n', problem.ToString());
        }
    }
}
