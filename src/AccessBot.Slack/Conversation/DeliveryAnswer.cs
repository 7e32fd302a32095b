namespace AccessBot.Slack.Conversation;

/// <summary>What is done about some of Slack's error codes.</summary>
/// <param name="Fault">What they mean.</param>
/// <param name="When">When Slack says so, as a phrase.</param>
/// <param name="What">What is done, for the manual.</param>
/// <param name="Codes">They; none for those that no other answer has.</param>
internal sealed record DeliveryAnswer(DeliveryFault Fault, string When, string What, params IReadOnlyList<string> Codes);
