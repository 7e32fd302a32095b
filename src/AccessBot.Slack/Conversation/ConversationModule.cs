using AccessBot.Core.Ports;
using AccessBot.Slack.Receiving;
using Microsoft.Extensions.DependencyInjection;

namespace AccessBot.Slack.Conversation;

/// <summary>Registers what people see and do in Slack. Needs Core's use cases and ports, and the Slack client.</summary>
public static class ConversationModule
{
    /// <summary>Adds the steps of the conversation and the announcer.</summary>
    public static IServiceCollection AddSlackConversation(this IServiceCollection services) => services
        .AddSingleton<Answers>()
        .AddSingleton<AccessModal>()
        .AddSingleton<DecisionModal>()
        .AddSingleton<StopStep>()
        .AddSingleton<LinkStep>()
        .AddSingleton<IConversation, AccessConversation>()
        .AddSingleton<IAnnouncer, SlackAnnouncer>()
        .AddSingleton<IAlarmBell, SlackAlarmBell>()
        .AddHostedService<AlertsChannelStart>();
}
