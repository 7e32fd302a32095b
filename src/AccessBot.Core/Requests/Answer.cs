using AccessBot.Core.Rules;

namespace AccessBot.Core.Requests;

/// <summary>What somebody filled in, as people read it, by the words that the form had when it was asked for.</summary>
/// <param name="Name">The field's name in the rules.</param>
/// <param name="Label">Its name for people; text from outside.</param>
/// <param name="Type">What it takes.</param>
/// <param name="Words">Its values in words, one or, where it takes several, more; Slack user ids where it takes people. Text from outside.</param>
public sealed record Answer(string Name, string Label, FieldType Type, IReadOnlyList<string> Words);
