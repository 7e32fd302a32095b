using AccessBot.Core.Checking;
using AccessBot.Core.People;
using AccessBot.Core.Rules.Code;
using AccessBot.Core.UseCases;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Core;

/// <summary>Registers what people can do. The ports and <see cref="Rules.RulesInForce"/> come from whoever composes.</summary>
public static class CoreModule
{
    /// <summary>Adds the use cases. All are singletons: a row is read anew at each use.</summary>
    public static IServiceCollection AddAccessBotCore(this IServiceCollection services) => services
        .AddSingleton<Addresses>()
        .AddSingleton<IdentityRule>()
        .AddSingleton<Identities>()
        .AddSingleton<RuleCalls>()
        .AddSingleton<RuleMatters>()
        .AddSingleton<FieldChoices>()
        .AddSingleton<OfferFlows>()
        .AddSingleton<Standings>()
        .AddSingleton<Histories>()
        .AddSingleton<Candidates>()
        .AddSingleton<ApproverSearch>()
        .AddSingleton<SubmitRequest>()
        .AddSingleton<ReviewRequest>()
        .AddSingleton<ReviewBreakGlass>()
        .AddSingleton<CancelRequest>()
        .AddSingleton<SeeRequest>()
        .AddSingleton<LapseRequest>()
        .AddSingleton<StepSearch>()
        .AddSingleton<ForwardRequest>()
        .AddSingleton<GrantAccess>()
        .AddSingleton<EndGrants>()
        .AddSingleton<RevokeAccess>()
        .AddSingleton<RevokeDue>()
        .AddSingleton<ExtendAccess>()
        .AddSingleton<AskAgain>()
        .AddSingleton<RemindOfEnd>()
        .AddSingleton<Selections>()
        .AddSingleton<StopAccess>()
        .AddSingleton<AnnounceBehind>()
        .AddSingleton<ReconcileRequests>()
        .AddSingleton<CompareWithOneLogin>()
        .AddSingleton<RaiseAlarms>()
        .AddSingleton<WatchBreakGlass>()
        .AddSingleton<CompareClocks>()
        .AddSingleton<LinkPerson>()
        .AddSingleton<WatchOnCall>()
        .AddSingleton<Glances>()
        .AddSingleton<ListOwnRequests>()
        .AddSingleton<ListWaitingRequests>()
        .AddSingleton<FindDeciders>()
        .AddSingleton<ListHolders>()
        .AddSingleton<Oversee>()
        .AddSingleton<AdmitAdmin>()
        .AddSingleton<ReloadRules>()
        .AddSingleton<ExplainWish>()
        .AddSingleton<IRuleOnCall, RuleOnCall>()
        .AddSingleton<TellRules>()
        .AddSingleton<OnlineLooks>();
}
