using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules;

/// <summary>A further field of a flow's form.</summary>
/// <param name="Name">Its name in the rules file, unique in its flow.</param>
/// <param name="Label">Its name for people.</param>
/// <param name="Required">Whether it must be filled in, where it is asked for.</param>
/// <param name="Default">What it holds at first, as <see cref="FieldValues"/> writes it; null for nothing.</param>
/// <param name="Pattern">What a text must match; null for anything. Made with a match time-out, or without backtracking.</param>
public sealed record Field(string Name, string Label, bool Required, string? Default, Regex? Pattern)
{
    /// <summary>What it takes.</summary>
    public FieldType Type { get; init; } = FieldType.String;

    /// <summary>What to say to a text that doesn't match; null to show the pattern.</summary>
    public string? PatternMessage { get; init; }

    /// <summary>A sentence below the field; null for none.</summary>
    public string? Help { get; init; }

    /// <summary>The least: of a number its value, of a text its characters, of several how many, of a duration its seconds.</summary>
    public long? Min { get; init; }

    /// <summary>The most, counted like <see cref="Min"/>.</summary>
    public long? Max { get; init; }

    /// <summary>
    /// What can be chosen, in order; empty for types without choices. Durations may have some: then they are chosen, else written.
    /// Whatever draws, offers, judges or names a choice takes it from here.
    /// </summary>
    public IReadOnlyList<Choice> Choices { get; init; } = [];

    /// <summary>
    /// The rule in C# that says what can be chosen, by its class's name; null if the rules file says it, or there is nothing to choose. Until
    /// its answer takes the place of this, any value is taken for one that was chosen: at the steps after the form nobody asks again.
    /// </summary>
    public string? ChoicesFrom { get; init; }

    /// <summary>It is asked for only if all of these hold. Where it isn't, it has no value.</summary>
    public IReadOnlyList<FieldCondition> ShowWhen { get; init; } = [];

    /// <summary>Nobody is shown it: its value is always the default, which goes along to the rules and the audit trail.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether it may have several values.</summary>
    public bool TakesSeveral => Type is FieldType.MultiChoice or FieldType.Users;
}
