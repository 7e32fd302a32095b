using System.Runtime.CompilerServices;

namespace AccessBot.Slack.Wire.Blocks;

/// <summary>
/// Slack's limits for what can't be cut without changing its meaning: ids, values, numbers of things. Exceeding one is a bug
/// here, not somebody's input, so it throws.
/// </summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/blocks and the pages below it.</remarks>
internal static class Limits
{
    public const int Text = 3000;
    public const int Id = 255;
    public const int ButtonValue = 2000;
    public const int Options = 100;

    // Slack's pages disagree (75 and 150), so the smaller.
    public const int OptionValue = 75;
    public const int PrivateMetadata = 3000;

    /// <summary>An id: not empty, at most 255 characters.</summary>
    public static string Identifier(string value, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(value, name);
        return Whole(value, Id, name);
    }

    /// <summary>Text that must arrive whole.</summary>
    public static string Whole(string value, int most, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        SlackText.Length(value) <= most
            ? SlackText.WellFormed(value)
            : throw new ArgumentException($"Slack takes at most {most} characters here; these are {SlackText.Length(value)}.", name);

    /// <summary>A copy of a list of which Slack takes a limited number.</summary>
    public static IReadOnlyList<T> Counted<T>(
        IEnumerable<T> items, int least, int most, [CallerArgumentExpression(nameof(items))] string? name = null)
    {
        T[] copy = [.. items];
        return copy.Length >= least && copy.Length <= most
            ? copy
            : throw new ArgumentException($"Slack takes {least} to {most} of these; here are {copy.Length}.", name);
    }

    /// <summary>A number of things that must be one or more; null for no limit.</summary>
    public static int? AtLeastOne(int? value, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, "Slack takes 1 or more.");

    /// <summary>The blocks of one message or view: a limited number, and no block id twice.</summary>
    public static IReadOnlyList<Block> Blocks(IEnumerable<Block> blocks, int most)
    {
        var counted = Counted(blocks, 0, most, nameof(blocks));
        var ids = counted.Where(block => block.BlockId is not null).Select(block => block.BlockId!).ToList();
        return ids.Distinct(StringComparer.Ordinal).Count() == ids.Count
            ? counted
            : throw new ArgumentException("A block id stands twice, and Slack wants each once.", nameof(blocks));
    }
}
