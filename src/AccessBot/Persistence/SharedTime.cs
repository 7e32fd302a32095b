namespace AccessBot.Persistence;

/// <summary>A time that all processes must know of, by its name.</summary>
internal sealed class SharedTime
{
    public required string Name { get; init; }

    public required DateTimeOffset At { get; set; }
}
