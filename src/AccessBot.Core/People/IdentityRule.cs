using System.Runtime.CompilerServices;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;
using AccessBot.Core.UseCases;

namespace AccessBot.Core.People;

/// <summary>Asks the rule in C# that says who somebody is in OneLogin, where the access rules name one.</summary>
/// <remarks>
/// An answer is good for a minute, for the same rule and the same profile: whoever isn't linked is looked for again in each step of what they
/// do, and a rule may ask far away. One that fails leaves its person without an account, whatever their address is: the rule may know better.
/// </remarks>
public sealed class IdentityRule(RulesInForce rules, RuleCalls calls, IRuleServices services, IRoleDirectory directory, TimeProvider clock)
{
    private static readonly TimeSpan FreshFor = TimeSpan.FromMinutes(1);

    // Weakly, for rules that are replaced are to go out of memory.
    private readonly ConditionalWeakTable<RuleCode, FreshAnswers<(string Name, WorkspaceUser User), long?>> answers = [];

    /// <summary>The OneLogin user whom the rule names, or why it can't be told; neither, where the address decides.</summary>
    /// <exception cref="RoleDirectoryException">OneLogin doesn't say whether there is that user.</exception>
    internal async Task<(long? Found, Refusal? Refusal)> FindAsync(WorkspaceUser user, CancellationToken cancel)
    {
        if (rules.Current is not { IdentityRule: { } name, Code: { } code } || user.IsOutsider || user.IsBot || user.IsDeactivated)
        {
            return default;
        }

        try
        {
            if (await answers.GetValue(code, AnswersOf).GetAsync((name, user), cancel) is not { } named)
            {
                return default;
            }

            if (await directory.ReadUserAsync(named, cancel) is not null)
            {
                return (named, null);
            }

            await calls.TellAsync(name, nameof(AccessRule.IdentifyAsync), $"it names OneLogin user {named}, and OneLogin has none with that id.", cancel);
        }
        catch (RuleFailedException)
        {
            // Operators were told.
        }

        return (null, Refusals.IdentityRuleFailed());
    }

    private FreshAnswers<(string Name, WorkspaceUser User), long?> AnswersOf(RuleCode code) =>
        new(FreshFor, RuleCalls.Longest * 2, clock, (question, cancel) => AskAsync(code, question.Name, question.User, cancel));

    private async Task<long?> AskAsync(RuleCode code, string name, WorkspaceUser user, CancellationToken cancel)
    {
        var person = new RulePerson(user.Id.Value, user.Name) { Email = user.Email, IsGuest = user.IsGuest };
        var context = services.For(request: null).IdentityContext(clock.GetUtcNow());
        var answer = await calls.AskOrNullAsync(code, name, nameof(AccessRule.IdentifyAsync), (rule, limit) => rule.IdentifyAsync(person, context, limit), cancel);
        return answer.HasFailed ? throw new RuleFailedException(name) : answer.Value;
    }
}
