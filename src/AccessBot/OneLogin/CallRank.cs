namespace AccessBot.OneLogin;

/// <summary>Whose turn it is when calls are scarce.</summary>
internal enum CallRank
{
    /// <summary>What ends access, and what every call waits for.</summary>
    Ahead,

    /// <summary>What gives access, and what is asked while somebody waits.</summary>
    Usual,

    /// <summary>What rules in C# look up, which may be anything and any amount.</summary>
    Last,
}
