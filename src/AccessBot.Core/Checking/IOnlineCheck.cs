namespace AccessBot.Core.Checking;

/// <summary>
/// Looks at something outside that AccessBot depends on, as <c>accessbot check --online</c> does, and changes nothing. Whoever has the
/// connection registers one; they are asked in the order of their registration, each on its own.
/// </summary>
public interface IOnlineCheck
{
    /// <summary>All that was looked at, good and bad. That the other side is away is a problem among them, not an exception.</summary>
    Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel);
}
