using System.Globalization;
using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads single values. Each method tells what is wrong and answers null, so that the reading goes on.</summary>
/// <remarks>What is read is named by <c>what</c>, to stand within a sentence: "the label of target 'x'".</remarks>
internal sealed partial class NodeReader(ProblemList problems)
{
    public ProblemList Problems => problems;

    /// <summary>A text of one line, as a label is, that Slack can show.</summary>
    public string? Line(YamlNode node, string what, int most)
    {
        var text = Text(node, what, most);
        if (text.AsSpan().ContainsAny('\n', '\r'))
        {
            problems.Add(RulesProblemCode.BadText, node, $"{Quoted.Sentence(what)} has several lines.", "Write it on one line.");
            return null;
        }

        return text;
    }

    /// <summary>A text with something in it and at most so many characters.</summary>
    public string? Text(YamlNode node, string what, int most)
    {
        if (Scalar(node, what, "a text") is not { } scalar)
        {
            return null;
        }

        var length = scalar.Text.EnumerateRunes().Count();
        if (string.IsNullOrWhiteSpace(scalar.Text))
        {
            problems.Add(RulesProblemCode.BadText, node, $"{Quoted.Sentence(what)} is blank.", "Write it, or leave the key out.");
        }
        else if (length > most)
        {
            problems.Add(RulesProblemCode.BadText, node, $"{Quoted.Sentence(what)} has {length} characters.", $"Shorten it to {most} or fewer: more can't be shown in Slack.");
        }
        else
        {
            // A block text ends with a line break that nobody meant.
            return scalar.Text.TrimEnd('\n');
        }

        return null;
    }

    /// <summary>YAML 1.2's flags only: what reads <c>no</c> as a flag today may read it as a text tomorrow.</summary>
    public bool? Flag(YamlNode node, string what)
    {
        if (node is YamlNode.Scalar { IsPlain: true, Text: "true" or "false" } flag)
        {
            return flag.Text is "true";
        }

        problems.Add(RulesProblemCode.BadFlag, node, $"{Quoted.Sentence(what)} is {node.Kind}, which is no flag.", "Write true or false, in small letters and without quotes.");
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public long? Number(YamlNode node, string what, long least, long most, string remedy)
    {
        if (node is YamlNode.Scalar { IsPlain: true } scalar && WholeNumber().IsMatch(scalar.Text))
        {
            if (long.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            problems.Add(RulesProblemCode.BadNumber, node, $"{Quoted.Sentence(what)} is {scalar.Text}, which is out of range ({least} to {most}).", remedy);
            return null;
        }

        problems.Add(RulesProblemCode.BadNumber, node, $"{Quoted.Sentence(what)} is {node.Kind}, which is not a whole number.", remedy);
        return null;
    }

    /// <summary>A whole number within bounds that may be below zero.</summary>
    public long? Integer(YamlNode node, string what, long least, long most, string remedy)
    {
        if (node is YamlNode.Scalar { IsPlain: true } scalar && FieldValues.Number(scalar.Text) is { } number && number >= least && number <= most)
        {
            return number;
        }

        problems.Add(RulesProblemCode.BadNumber, node, $"{Quoted.Sentence(what)} is {node.Kind}, which is not a whole number or out of range ({least} to {most}).", remedy);
        return null;
    }

    /// <summary>A duration above zero and up to a year.</summary>
    public TimeSpan? Duration(YamlNode node, string what)
    {
        if (Scalar(node, what, "a duration") is not { } scalar)
        {
            return null;
        }

        if (DurationText.Read(scalar.Text, out var duration) is not { } trouble)
        {
            return duration;
        }

        problems.Add(RulesProblemCode.BadDuration, node, $"{Quoted.Sentence(what)}: {Quoted.Text(scalar.Text)} {trouble}.", "Write a whole number and a unit: 30s, 15m, 4h or 1d, up to 365d.");
        return null;
    }

    /// <summary>The items of a list that is not empty.</summary>
    public IReadOnlyList<YamlNode> Items(YamlNode node, string what, int most, string example)
    {
        if (node is not YamlNode.List list)
        {
            problems.Add(RulesProblemCode.WrongKind, node, $"{Quoted.Sentence(what)} must be a list, but is {node.Kind}.", $"Write it in brackets, even a single one: {example}.");
            return [];
        }

        if (list.Items.Count == 0)
        {
            problems.Add(RulesProblemCode.EmptyList, node, $"{Quoted.Sentence(what)}: the list is empty.", $"Name at least one: {example}.");
        }
        else if (list.Items.Count > most)
        {
            problems.Add(RulesProblemCode.TooLarge, list.Items[most], $"{Quoted.Sentence(what)}: the list has {list.Items.Count} entries.", $"Shorten it to {most} or fewer.");
        }

        return list.Items;
    }

    /// <summary>The entries of a mapping from names of the user's choice.</summary>
    public IReadOnlyList<(YamlNode.Scalar Key, YamlNode Value)> Named(YamlNode node, string what, string example)
    {
        if (node is not YamlNode.Map map)
        {
            problems.Add(RulesProblemCode.WrongKind, node, $"{Quoted.Sentence(what)} must be a mapping, but is {node.Kind}.", $"Write a name, a colon and what belongs to it: {example}.");
            return [];
        }

        if (map.Entries.Count == 0)
        {
            problems.Add(RulesProblemCode.EmptyList, node, $"{Quoted.Sentence(what)}: the mapping is empty.", $"Name at least one: {example}.");
        }

        foreach (var (key, _) in map.Entries)
        {
            Name(key, $"a name under {what}");
        }

        return map.Entries;
    }

    /// <summary>A name that other parts of the rules, Slack's forms and audit entries can use.</summary>
    public string? Name(YamlNode node, string what)
    {
        if (Scalar(node, what, "a name") is not { } scalar)
        {
            return null;
        }

        if (NameForm().IsMatch(scalar.Text))
        {
            return scalar.Text;
        }

        problems.Add(RulesProblemCode.BadName, node, $"{Quoted.Text(scalar.Text)} can't be {what}.", "Begin with a letter or digit, go on with letters, digits, '-', '_' or '.', up to 64 in all.");
        return null;
    }

    public YamlNode.Scalar? Scalar(YamlNode node, string what, string wanted)
    {
        if (node is YamlNode.Scalar { IsNull: false } scalar)
        {
            return scalar;
        }

        problems.Add(RulesProblemCode.WrongKind, node, $"{Quoted.Sentence(what)} must be {wanted}, but is {node.Kind}.", $"Write {wanted}.");
        return null;
    }

    [GeneratedRegex("^(?:0|[1-9][0-9]*)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex WholeNumber();

    /// <summary>How durations look; what <see cref="DurationText"/> reads is among it.</summary>
    [GeneratedRegex("^0*[1-9][0-9]*[smhd]\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    internal static partial Regex DurationForm();

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 250)]
    internal static partial Regex NameForm();
}
