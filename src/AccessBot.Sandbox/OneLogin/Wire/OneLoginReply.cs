using System.Globalization;
using System.Text.Json;

namespace AccessBot.Sandbox.OneLogin;

internal sealed record OneLoginReply
{
    private const string GatewayPage = "<html><head><title>{0}</title></head><body><center><h1>{0}</h1></center><hr></body></html>";

    /// <summary>Null closes the connection instead of answering.</summary>
    public required int? Status { get; init; }

    public string? Body { get; init; }

    public string ContentType { get; init; } = "application/json; charset=utf-8";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public IReadOnlyList<long> Ids { get; init; } = [];

    public IReadOnlyList<MembershipChange> Effect { get; init; } = [];

    public static OneLoginReply NoContent { get; } = new() { Status = 204 };

    public static OneLoginReply Json(int status, object body) => new() { Status = status, Body = JsonSerializer.Serialize(body) };

    public static OneLoginReply Of(OneLoginFault? fault) => fault?.Status switch
    {
        null => new OneLoginReply { Status = null },
        401 => OneLoginErrors.Unauthorized(),
        429 when fault.RetryAfter is { } wait => OneLoginErrors.TooManyRequests() with
        {
            Headers = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Retry-After"] = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture),
            },
        },
        429 => OneLoginErrors.TooManyRequests(),
        500 => OneLoginErrors.Named(500, "InternalServerError", "Internal Server Error"),
        502 => Gateway(502, "502 Bad Gateway"),
        503 => Gateway(503, "503 Service Temporarily Unavailable"),
        var status => Gateway(status.Value, "504 Gateway Time-out"),
    };

    public async Task SendAsync(HttpContext context, string requestId)
    {
        if (Status is not { } status)
        {
            context.Abort();
            return;
        }

        var response = context.Response;
        response.StatusCode = status;
        response.Headers["x-request-id"] = requestId;
        response.Headers["x-correlation-id"] = requestId;
        foreach (var (name, value) in Headers)
        {
            response.Headers[name] = value;
        }

        if (Body is not null)
        {
            response.ContentType = ContentType;
            await response.WriteAsync(Body, context.RequestAborted);
        }
    }

    private static OneLoginReply Gateway(int status, string title) =>
        new() { Status = status, ContentType = "text/html", Body = string.Format(CultureInfo.InvariantCulture, GatewayPage, title) };
}
