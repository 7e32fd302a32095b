using System.Net;
using AccessBot.Core.Checking;
using AccessBot.Core.Ports;

namespace AccessBot.OneLogin;

/// <summary>What an answer that isn't a success means, as the port's exception with a sentence for operators.</summary>
internal static class OneLoginRefusal
{
    /// <param name="answer">After the pipeline's tries and, for 401, after a new token.</param>
    /// <param name="purpose">What was asked for, as an infinitive.</param>
    public static RoleDirectoryException Of(OneLoginAnswer answer, string purpose)
    {
        var status = (int)answer.Status;
        var said = answer.Complaint is { } complaint ? $"{status}: {complaint.TrimEnd('.')}" : $"{status}";
        var (fault, sentence) = answer switch
        {
            { IsThrottled: true } => (RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose} and says that there were too many calls ({said}){Wait(answer)}."),
            { Status: HttpStatusCode.Unauthorized } => (RoleDirectoryFault.Misconfigured, Unauthorized(answer, purpose, said)),
            { IsMissing: true } => (RoleDirectoryFault.NotFound, $"OneLogin was asked to {purpose} and knows no such user or role ({said})."),
            { Status: HttpStatusCode.NotFound } => (RoleDirectoryFault.Unavailable, answer.Unreadable(purpose).Message),
            _ when status is >= 300 and < 400 => (RoleDirectoryFault.Misconfigured, $"OneLogin was asked to {purpose} and pointed elsewhere ({said}). Check OneLogin:Domain and OneLogin:BaseUrl."),
            _ when status is >= 400 and < 500 and not 408 => (RoleDirectoryFault.Rejected, $"OneLogin refused to {purpose} ({said})."),
            { Status: HttpStatusCode.InternalServerError } => (RoleDirectoryFault.Broken, $"OneLogin was asked to {purpose} and broke ({said})."),
            _ => (RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose} and is in trouble ({said})."),
        };
        return new RoleDirectoryException(fault, sentence, answer.RequestId)
        {
            MayComeLate = answer.MayComeLate,
            Code = answer.Status == HttpStatusCode.Unauthorized && IsOfScope(answer) ? CheckCode.OneLoginScope
                : status is >= 300 and < 400 ? CheckCode.OneLoginDomain : null,
        };
    }

    /// <summary>Whether OneLogin says in words that it is the scope that is lacking; its status is the one of a bad token.</summary>
    public static bool IsOfScope(OneLoginAnswer answer) => answer.Complaint?.Contains("insufficient permission", StringComparison.OrdinalIgnoreCase) == true;

    // One status for three causes. The scope is told in words ("Assign Role to User"); a path that OneLogin doesn't have
    // looks the same as a bad token (onelogin-mcp commit da5e619), but this token was given a moment ago.
    private static string Unauthorized(OneLoginAnswer answer, string purpose, string said) =>
        IsOfScope(answer)
            ? $"OneLogin refused to {purpose} ({said}): AccessBot's API credential lacks the scope Manage All. Create one that has it, and set OneLogin:ClientId and OneLogin:ClientSecret."
            : $"OneLogin refused to {purpose} with a token that it had just given ({said}). It answers so to a path that it doesn't have and to a credential without the scope: check that OneLogin:BaseUrl, if set, ends before /api, and that the credential has Manage All.";

    private static string Wait(OneLoginAnswer answer) => answer.AskedToWait is { } wait ? $"; it asks to wait {Math.Ceiling(wait.TotalSeconds)} s" : "";
}
