namespace AccessBot.Tests.Support.Promises;

/// <summary>The process is dead: whatever it was doing ends here.</summary>
internal sealed class ProcessKilledException() : Exception("The process was killed.");
