namespace AccessBot.Benchmarks;
internal static class BallastBenchmark { public static Task<int> RunAsync(CommandLine asked) => Task.FromResult(asked.Live); }
