namespace AccessBot.Core.Requests;

/// <summary>Why an access ends. The names are stored: they are never renamed.</summary>
public enum EndKind
{
    /// <summary>Its time was over.</summary>
    Expired,

    /// <summary>Somebody ended it early.</summary>
    Revoked,

    /// <summary>It could not be granted.</summary>
    Failed,

    /// <summary>Somebody took the role away in OneLogin.</summary>
    Lost,
}
