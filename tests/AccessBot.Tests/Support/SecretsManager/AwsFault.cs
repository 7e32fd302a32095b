namespace AccessBot.Tests.Support.SecretsManager;

/// <summary>What is answered instead of a secret.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">All of the body.</param>
/// <param name="Type">The header <c>x-amzn-ErrorType</c>, if it is sent.</param>
internal sealed record AwsFault(int Status, string Body, string? Type = null)
{
    public static AwsFault Of(string code, string message = "", int status = 400) => new(status, $$"""{"__type":"{{code}}","message":"{{message}}"}""");
}
