using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>Something that rows and OneLogin disagree about.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Role">OneLogin role id.</param>
/// <param name="Privilege">Member or admin of the role.</param>
/// <param name="User">OneLogin user id; null if it is about the role itself.</param>
/// <param name="Name">What to call the person; text from outside.</param>
/// <param name="Sentence">What was found and what to do, for operators.</param>
/// <param name="Request">The request that it is about, if there is one.</param>
public sealed record Finding(
    FindingKind Kind, long Role, Privilege Privilege, long? User, string? Name, string Sentence, RequestId? Request = null);
