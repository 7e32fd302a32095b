namespace AccessBot.Composition;

/// <summary>How each process begins, be it to serve or for one command: with the settings where they are.</summary>
internal static class Beginning
{
    /// <remarks>
    /// <c>appsettings.json</c> is the one beside the program, wherever that is started from: a service manager starts it from the folder of
    /// its data. Paths in settings are by the working directory, as everywhere.
    /// </remarks>
    public static WebApplicationBuilder Of(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
}
