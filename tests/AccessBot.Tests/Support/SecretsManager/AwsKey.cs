namespace AccessBot.Tests.Support.SecretsManager;

/// <summary>An access key that the server knows.</summary>
/// <param name="Secret">What signatures are made with.</param>
/// <param name="SessionToken">What must come along, for temporary credentials.</param>
internal sealed record AwsKey(string Secret, string? SessionToken = null)
{
    /// <summary>Temporary ones end.</summary>
    public bool IsExpired { get; init; }

    /// <summary>Whether it may read secrets.</summary>
    public bool MayRead { get; init; } = true;
}
