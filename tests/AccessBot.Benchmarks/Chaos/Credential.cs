namespace AccessBot.Benchmarks.Chaos;

/// <summary>What AccessBot proves to others who it is with.</summary>
internal enum Credential
{
    OneLogin,
    BotToken,
}
