namespace AccessBot.Benchmarks;

/// <summary>AccessBot as users start it: published, compiled ahead. The build of the benchmarks publishes it beside them.</summary>
internal static class Published
{
    public static string AccessBot { get; } = Path.Combine(AppContext.BaseDirectory, "published", "accessbot.dll") is var path && File.Exists(path)
        ? path
        : throw new InvalidOperationException("There is no AccessBot to measure; build the benchmarks with -c Release, which publishes it.");
}
