namespace AccessBot.Core.Rules;

/// <summary>Something that decides on a wish beside the rules, such as who somebody is in OneLogin; for an explanation.</summary>
/// <param name="Topic">What it is about: "OneLogin".</param>
/// <param name="Found">How it is, if it is good.</param>
/// <param name="Refusal">Why it refuses the wish; null if it doesn't.</param>
public sealed record OutsideRules(string Topic, string Found, Refusal? Refusal);
