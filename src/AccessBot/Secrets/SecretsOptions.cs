namespace AccessBot.Secrets;

/// <summary>Section <c>Secrets</c>: how settings that are references are read. They can't be references themselves.</summary>
internal sealed class SecretsOptions
{
    public const string Section = "Secrets";

    /// <summary>Where Secrets Manager is asked for what is not an ARN; as AWS's own tools have it unless set.</summary>
    public string? Region { get; set; }

    /// <summary>After how long at most a secret is read again, 1 to 1440 minutes.</summary>
    public int CacheMinutes { get; set; } = 30;
}
