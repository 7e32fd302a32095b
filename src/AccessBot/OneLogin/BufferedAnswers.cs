namespace AccessBot.OneLogin;

/// <summary>
/// Reads each answer to its end inside the pipeline. Otherwise <see cref="HttpClient"/> would read the body after the
/// pipeline is done with the call: a connection lost half way would not be tried again, and the fifth call would start too early.
/// </summary>
internal sealed class BufferedAnswers : DelegatingHandler
{
    /// <summary>A page of a hundred users is some fifty kilobytes; more than this is not OneLogin's API.</summary>
    private const int Most = 8 * 1024 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(Most, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
