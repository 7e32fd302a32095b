using AccessBot.Benchmarks;
using AccessBot.Benchmarks.Chaos;

if (args is [ChaosProgram.Name, .. var rest])
{
    return await ChaosProgram.RunAsync(rest);
}

var asked = CommandLine.Parse(args);
if (asked.Error is not null || asked.WantsHelp)
{
    await (asked.Error is null ? Console.Out : Console.Error).WriteLineAsync(asked.Error ?? CommandLine.Help);
    return asked.Error is null ? 0 : 2;
}

return await (asked.Benchmark switch
{
    "revocations" => RevocationsBenchmark.RunAsync(asked),
    "rules" => RulesBenchmark.RunAsync(asked),
    "code" => CodeBenchmark.RunAsync(asked),
    "start" => StartBenchmark.RunAsync(asked),
    "ballast" => BallastBenchmark.RunAsync(asked),
    _ => LatencyBenchmark.RunAsync(asked),
});
