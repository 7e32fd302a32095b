namespace AccessBot.Sandbox.OneLogin;

/// <summary>What <c>DELETE /api/2/roles/{id}/users</c> answers for a user who exists but is not in the role; OneLogin documents neither.</summary>
public enum NonMemberRevocation
{
    NoContent,
    NotFound,
}
