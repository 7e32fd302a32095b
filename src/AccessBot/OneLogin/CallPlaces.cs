using System.Globalization;
using System.Net;
using AccessBot.Core;

namespace AccessBot.OneLogin;

/// <summary>Has each try of a call wait for its place, and tells everybody when OneLogin asks for a pause.</summary>
internal sealed class CallPlaces(ICallPlaces places, TimeProvider time) : DelegatingHandler
{
    /// <summary>The call's rank; <see cref="CallRank.Usual"/> if it isn't set.</summary>
    public static readonly HttpRequestOptionsKey<CallRank> Rank = new("AccessBot.Rank");

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var rank = request.Options.TryGetValue(Rank, out var set) ? set : CallRank.Usual;
        var api = request.RequestUri!.AbsolutePath.Contains("/api/1/", StringComparison.Ordinal) ? "1" : "2";
        while (true)
        {
            var (place, pause) = await places.TakeAsync(rank, api, cancellationToken);
            if (place is not null)
            {
                await using (place)
                {
                    var response = await base.SendAsync(request, cancellationToken);
                    if (OneLoginPatience.Pause(response, time) is { } asked)
                    {
                        await places.PauseAsync(api, asked, cancellationToken);
                    }

                    return response;
                }
            }

            if (pause > OneLoginPatience.LongestWait)
            {
                // Answered as OneLogin would, who is not asked: the caller's own schedule is the better place to wait.
                var refusal = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { RequestMessage = request, Content = new ByteArrayContent([]) };
                refusal.Headers.TryAddWithoutValidation("Retry-After", Math.Ceiling(pause.TotalSeconds).ToString(CultureInfo.InvariantCulture));
                return refusal;
            }

            await time.WaitOutAsync(pause, cancellationToken);
        }
    }
}
