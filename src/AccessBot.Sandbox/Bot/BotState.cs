namespace AccessBot.Sandbox.Bot;

internal enum BotState
{
    Stopped,
    Starting,
    Ready,
    Ended,
}
