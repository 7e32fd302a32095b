namespace AccessBot.Tests.Support.Promises;

/// <summary>What can be clicked.</summary>
internal enum Verb
{
    Approve,
    Deny,
    Cancel,
    Revoke,
}
