namespace AccessBot.Sandbox.OneLogin;

/// <summary>Who put a person into a role.</summary>
public enum MembershipSource
{
    /// <summary>An administrator, in OneLogin's own pages.</summary>
    ByHand,

    /// <summary>A mapping of the tenant, which OneLogin applies by itself.</summary>
    Mapping,

    /// <summary>A call to the API.</summary>
    Api,
}
