namespace AccessBot.Core.Checking;

/// <summary>
/// Looks at something outside that AccessBot depends on, as <c>accessbot check --online</c> does, and changes nothing. Whoever has the
/// connection registers one; they are asked in the order of their registration, each on its own.
/// </summary>
public interface IOnlineCheck
{
    /// <summary>What it looks at, for where it can't be looked at: "OneLogin: the scope".</summary>
    string Name { get; }

    /// <summary>Of <see cref="CheckCode"/>: what an earlier one may have found that makes this look a vain one.</summary>
    IReadOnlyList<string> MootBy => [];

    /// <summary>Whether it looks at what the access rules name, and so can't be taken without them.</summary>
    bool NeedsRules => false;

    /// <summary>All that was looked at, good and bad. That the other side is away is a problem among them, not an exception.</summary>
    Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel);
}
