using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using AccessBot.Core.Ports;

namespace AccessBot.OneLogin;

/// <summary>One answer of OneLogin's, read to its end.</summary>
internal sealed record OneLoginAnswer
{
    public required HttpStatusCode Status { get; init; }

    public required string Body { get; init; }

    /// <summary><c>x-request-id</c>, by which OneLogin's support finds a call.</summary>
    public string? RequestId { get; init; }

    /// <summary>Where the next page begins; null on the last ("Using Query Parameters").</summary>
    public string? AfterCursor { get; init; }

    public string? TotalCount { get; init; }

    public bool IsThrottled { get; init; }

    public TimeSpan? AskedToWait { get; init; }

    /// <summary>Whether a try before this answer's had none, so that what it asked for may still be done.</summary>
    public bool MayComeLate { get; init; }

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>
    /// OneLogin itself says that there is no such thing. A 404 that isn't an error of OneLogin's comes from something between,
    /// a proxy or a wrong address, and must never be read as "gone": access that is still there would count as ended.
    /// </summary>
    public bool IsMissing => Status == HttpStatusCode.NotFound && Complaint is not null;

    /// <summary>What OneLogin says is wrong, in one sentence.</summary>
    public string? Complaint => OneLoginComplaint.Read(Body);

    public static async Task<OneLoginAnswer> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancel) => new()
    {
        Status = response.StatusCode,
        Body = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(cancel)), // Not by the answer's charset: an unknown one throws.
        RequestId = Header(response, "x-request-id"),
        AfterCursor = Header(response, "After-Cursor"),
        TotalCount = Header(response, "Total-Count"),
        IsThrottled = OneLoginPatience.IsThrottled(response),
        AskedToWait = OneLoginPatience.AskedToWait(response, time),
        MayComeLate = OneLoginPatience.LeftOneUnanswered(response.RequestMessage),
    };

    /// <summary>The same answer without this text, should OneLogin or a proxy have repeated it: answers become sentences for operators.</summary>
    public OneLoginAnswer Without(string secret) => this with { Body = Body.Replace(secret, "…", StringComparison.Ordinal) };

    /// <summary>The body of a successful answer to what was asked for in <paramref name="purpose"/>.</summary>
    /// <exception cref="RoleDirectoryException">It is not JSON of this kind, as when a proxy's page of HTML comes with status 200.</exception>
    public JsonElement Json(JsonValueKind kind, string purpose)
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            if (document.RootElement.ValueKind == kind)
            {
                return document.RootElement.Clone();
            }
        }
        catch (JsonException)
        {
            // Told below; the exception would quote what may be a stranger's page.
        }

        throw Unreadable(purpose);
    }

    public RoleDirectoryException Unreadable(string purpose) => new(
        RoleDirectoryFault.Unavailable,
        $"OneLogin was asked to {purpose} and answered something that is not its API's ({((int)Status).ToString(CultureInfo.InvariantCulture)}). If this lasts, check OneLogin:BaseUrl and what is between.",
        RequestId);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && values.FirstOrDefault() is { Length: > 0 } value ? value : null;
}
