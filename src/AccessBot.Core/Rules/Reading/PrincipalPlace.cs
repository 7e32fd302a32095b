namespace AccessBot.Core.Rules.Reading;

/// <summary>Where people are named: not every way to name them has a meaning everywhere.</summary>
internal enum PrincipalPlace
{
    Admins,
    Requesters,
    Approvers,
    Told,
}
