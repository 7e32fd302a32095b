namespace AccessBot.Telemetry;

/// <summary>What waits in one of Hangfire's queues.</summary>
/// <param name="Queue">Its name.</param>
/// <param name="Count">How many jobs.</param>
/// <param name="Age">For how long the one that came first has been waiting; zero if none is.</param>
internal sealed record WaitingJobs(string Queue, long Count, TimeSpan Age);
