using AccessBot.Core.Rules.Code;

namespace Acme.Access;

/// <summary>
/// Approvers by experience: who had the target before is approved by anybody of the team, whoever asks for the first time in half a year by one of its
/// leads. In <c>access.yaml</c>: <c>approvers: [ { anyOf: [ { rule: LeadsForTheFirstTime } ] } ]</c>.
/// </summary>
public sealed class LeadsForTheFirstTime : AccessRule
{
    /// <summary>The Slack user group of the team.</summary>
    public const string Team = "S0SRE";

    /// <summary>The Slack user group of its leads.</summary>
    public const string Leads = "S0LEADS";

    private static readonly TimeSpan Remembered = TimeSpan.FromDays(180);

    public override async ValueTask<bool> NamesAsync(RulePerson person, RuleContext context, CancellationToken cancel) =>
        (await WhoAsync(context, cancel)).Contains(person.SlackUser);

    // So that AccessBot can tell before the request is made whether anybody could approve it.
    public override async ValueTask<IReadOnlyList<string>?> PeopleAsync(RuleContext context, CancellationToken cancel) => [.. await WhoAsync(context, cancel)];

    private static async Task<IReadOnlySet<string>> WhoAsync(RuleContext context, CancellationToken cancel)
    {
        // While it is asked which flows to show there is no request yet, and nobody to approve.
        if (context.Request is not { } request)
        {
            return new HashSet<string>(StringComparer.Ordinal);
        }

        var before = await context.History.CountAsync(request.Requester, RuleEvent.Granted, context.Now - Remembered, flow: null, request.Target, cancel);
        return await context.Slack.UsersInGroupAsync(before > 0 ? Team : Leads, cancel);
    }
}
