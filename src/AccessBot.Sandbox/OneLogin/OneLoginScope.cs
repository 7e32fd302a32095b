namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// What an API credential may do. OneLogin has exactly these five
/// (developers.onelogin.com/api-docs/2/getting-started/working-with-api-credentials).
/// </summary>
public enum OneLoginScope
{
    AuthenticationOnly,
    ReadUsers,

    /// <summary>Everything about users except passwords and, notably, roles.</summary>
    ManageUsers,
    ReadAll,

    /// <summary>The only scope that may add people to a role or take them away.</summary>
    ManageAll,
}
