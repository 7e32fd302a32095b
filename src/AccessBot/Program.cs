using AccessBot.Cli;
using AccessBot.Composition;

return await CommandLine.RunAsync(args, static args =>
{
    var builder = Beginning.Of(args);
    builder.AddAccessBot();
    return builder.Build().UseAccessBot();
}, Terminal.OfTheProcess);
