namespace AccessBot.Core.Requests;

/// <summary>What an approver adds to a yes or a no.</summary>
/// <param name="Duration">For how long at most they approve it, if that is less than what was asked for.</param>
/// <param name="Message">Why, for people to read; text from outside. Null for nothing.</param>
public sealed record Terms(TimeSpan? Duration = null, string? Message = null)
{
    /// <summary>As it was asked for, with no word about it.</summary>
    public static Terms Plain { get; } = new();
}
