using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using AccessBot.Core.UseCases;
using AccessBot.Slack.CodeRules;
using AccessBot.Slack.Conversation.Commands;
using AccessBot.Slack.Digests;
using AccessBot.Slack.Home;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Wire;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AccessBot.Slack.Conversation;

/// <summary>Registers what people see and do in Slack. Needs Core's use cases and ports, and the Slack client.</summary>
public static class ConversationModule
{
    /// <summary>Adds the steps of the conversation, the announcer, and Slack as rules in C# have it.</summary>
    public static IServiceCollection AddSlackConversation(this IServiceCollection services) => services
        .AddSingleton<Answers>()
        .AddSingleton<Windows>()
        .AddSingleton<AccessModal>()
        .AddSingleton<DecisionModal>()
        .AddSingleton<ExtendModal>()
        .AddSingleton<StopStep>()
        .AddSingleton<LinkStep>()
        .AddSingleton<CommandStep>()
        .AddSingleton<HomeStep>()
        .AddSingleton(services => new KeepHomes(services.GetRequiredService<IOpenedHomes>(), services.GetRequiredService<HomeStep>(), services.GetRequiredService<TimeProvider>()))
        .AddSingleton(services => new SendDigests(
            services.GetRequiredService<RulesInForce>(), services.GetRequiredService<FindDeciders>(), services.GetRequiredService<ListWaitingRequests>(), services.GetRequiredService<ISentDigests>(),
            services.GetRequiredService<ISlackApiClient>(), services.GetRequiredService<IOptionsMonitor<SlackOptions>>(), services.GetRequiredService<TimeProvider>(), services.GetRequiredService<ILogger<SendDigests>>()))
        .AddSingleton<IConversation, AccessConversation>()
        .AddSingleton<WebhookNotices>()
        .AddSingleton<RequestThread>()
        .AddSingleton<IAnnouncer, SlackAnnouncer>()
        .AddSingleton<IAlarmBell, SlackAlarmBell>()
        .AddSingleton<RuleLookups>()
        .AddSingleton<IRuleSlackSource, RuleSlackSource>()
        .AddHostedService<AlertsChannelStart>();
}
