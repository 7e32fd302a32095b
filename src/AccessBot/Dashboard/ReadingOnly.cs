namespace AccessBot.Dashboard;

/// <summary>Refuses whatever could change something, ahead of everything that looks at it and whoever it is of.</summary>
/// <remarks>Hangfire is told the same (<c>IsReadOnlyFunc</c>), and offers no button.</remarks>
internal sealed class ReadingOnly(RequestDelegate next)
{
    // By which Hangfire's pages ask for their numbers. They post it, and it changes nothing.
    private const string Numbers = "/stats";

    public Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || (HttpMethods.IsPost(http.Request.Method) && http.Request.Path == Numbers))
        {
            return next(http);
        }

        http.Response.Headers.Allow = "GET, HEAD";
        return DashboardPage.ReadOnlyAsync(http);
    }
}
