namespace AccessBot.Core.Rules;

/// <summary>A rule that approves or denies at once, without people.</summary>
/// <param name="Name">Its name, unique in its flow: audit entries and caps know it by that.</param>
/// <param name="When">When it applies.</param>
/// <param name="Because">Why, for people to read: a few words where it approves, a sentence where it denies.</param>
/// <param name="Cap">How often it may approve; null for any number of times.</param>
public sealed record AutoRule(string Name, Condition When, string Because, UsageCap? Cap = null);
