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

    private readonly FreshAnswers<(RuleCode Code, string Name, WorkspaceUser User), long?> answers = new(
        FreshFor, RuleCalls.Longest * 2, clock, (question, cancel) => AskAsync(question.Code, question.Name, question.User, calls, services, clock, cancel));

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
            if (await answers.GetAsync((code, name, user), cancel) is not { } named)
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

    private static async Task<long?> AskAsync(
        RuleCode code, string name, WorkspaceUser user, RuleCalls calls, IRuleServices services, TimeProvider clock, CancellationToken cancel)
    {
        var person = new RulePerson(user.Id.Value, user.Name) { Email = user.Email, IsGuest = user.IsGuest };
        var context = services.For(request: null).IdentityContext(clock.GetUtcNow());

        // Wrapped, since null is an answer here.
        var answer = await calls.AskAsync(code, name, nameof(AccessRule.IdentifyAsync), async (rule, limit) => (Named: await rule.IdentifyAsync(person, context, limit), true), cancel);
        return answer.HasFailed ? throw new RuleFailedException(name) : answer.Value.Named;
    }
}
