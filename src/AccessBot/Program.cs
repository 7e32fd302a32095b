using AccessBot.Composition;

return await Start.RunAsync(args, static args =>
{
    var builder = WebApplication.CreateBuilder(args);
    builder.AddAccessBot();
    return builder.Build().UseAccessBot();
});
