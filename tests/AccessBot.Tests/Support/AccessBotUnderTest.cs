namespace AccessBot.Tests.Support;

/// <summary>The AccessBot that tests start as a process of its own.</summary>
internal static class AccessBotUnderTest
{
    /// <summary>
    /// As it is published, where <c>tests/run</c> has made that: compiled ahead, it starts in half the time, and is what users
    /// run. Else as it was built for the tests.
    /// </summary>
    public static string Binary => Environment.GetEnvironmentVariable("ACCESSBOT_UNDER_TEST") ?? Path.Combine(AppContext.BaseDirectory, "accessbot.dll");
}
