namespace AccessBot.Sandbox.OneLogin;

/// <summary>The token endpoint's error body: OneLogin's OpenAPI has it flat, its v1 pages have it inside a <c>status</c> object.</summary>
public enum TokenErrorShape
{
    Flat,
    Wrapped,
}
