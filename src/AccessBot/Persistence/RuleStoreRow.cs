namespace AccessBot.Persistence;

/// <summary>What rules in C# keep under one key.</summary>
internal sealed class RuleStoreRow
{
    public required string Key { get; init; }

    public required string Value { get; init; }
}
