namespace AccessBot.Sandbox;

/// <summary>Somebody who plays in the sandbox: the same person in Slack and, unless <paramref name="OneLoginId"/> is null, in OneLogin.</summary>
/// <param name="SlackId">Their Slack user id.</param>
/// <param name="OneLoginId">Their OneLogin user id.</param>
/// <param name="Firstname">As in OneLogin.</param>
/// <param name="Lastname">As in OneLogin.</param>
/// <param name="Part">What they are there for, for people to read.</param>
public sealed record CastMember(string SlackId, long? OneLoginId, string Firstname, string Lastname, string Part)
{
    public string Name => $"{Firstname} {Lastname}";

    public string Email => $"{Firstname.ToLowerInvariant()}@acme.example";
}
