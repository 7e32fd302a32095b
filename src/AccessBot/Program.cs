using AccessBot.Cli;
using AccessBot.Composition;

return await CommandLine.RunAsync(args, static args =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddAccessBot();
    return builder.Build().UseAccessBot();
}, Terminal.OfTheProcess);
