namespace AccessBot.Sandbox.OneLogin;

/// <summary>Who did something, as OneLogin shows it in <c>added_by</c>: a user of the account, whether the tenant lists them or not.</summary>
public sealed record OneLoginActor(long Id, string Name)
{
    /// <summary>Who administers the tenant in OneLogin's own pages.</summary>
    public static OneLoginActor AccountOwner { get; } = new(1, "Account Owner");
}
