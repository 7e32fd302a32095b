using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// Version 2's paging. A cursor is only a page number in disguise, as a decoded live one shows, so that rows are skipped
/// or repeated when the list changes during a walk. It excludes <c>limit</c> and <c>page</c>, and the last page has none.
/// </summary>
internal sealed record OneLoginPage(int Limit, int Number)
{
    private const int Usual = 50;

    /// <param name="query">Which page is asked for.</param>
    /// <param name="all">What there is of it.</param>
    /// <param name="show">One item as JSON; asked for those on the page only.</param>
    /// <param name="largest">The largest page.</param>
    public static OneLoginReply Answer<T>(IQueryCollection query, IReadOnlyList<T> all, Func<T, JsonObject> show, int largest)
    {
        var (page, refusal) = Read(query, largest);
        if (refusal is not null)
        {
            return refusal;
        }

        var pages = Math.Max(1, (all.Count + page.Limit - 1) / page.Limit);
        var items = all.Skip((page.Number - 1) * page.Limit).Take(page.Limit).Select(show).ToArray();
        var headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Current-Page"] = Text(page.Number),
            ["Page-Items"] = Text(items.Length),
            ["Total-Count"] = Text(all.Count),
            ["Total-Pages"] = Text(pages),
        };
        if (page.Number > 1)
        {
            headers["Before-Cursor"] = (page with { Number = page.Number - 1 }).Cursor();
        }

        if (page.Number < pages)
        {
            headers["After-Cursor"] = (page with { Number = page.Number + 1 }).Cursor();
        }

        return OneLoginReply.Json(200, new JsonArray([.. items])) with { Headers = headers };
    }

    private static (OneLoginPage Page, OneLoginReply? Refusal) Read(IQueryCollection query, int largest)
    {
        var first = new OneLoginPage(Usual, 1);
        if (query.TryGetValue("cursor", out var cursor))
        {
            return query.ContainsKey("limit") || query.ContainsKey("page")
                ? (first, OneLoginErrors.BadRequest("Requests can only have cursor xor pagination arguments"))
                : FromCursor(cursor.ToString()) is { } page ? (page, null) : (first, OneLoginErrors.BadRequest("Invalid pagination cursor"));
        }

        return Positive(query["limit"], Usual) is { } limit && Positive(query["page"], 1) is { } number
            ? (new OneLoginPage(Math.Min(limit, largest), number), null)
            : (first, OneLoginErrors.BadRequest("Invalid pagination arguments"));
    }

    private string Cursor() => Convert.ToBase64String(Encoding.ASCII.GetBytes($"limit={Text(Limit)}&sort=id&page={Text(Number)}&sort_direction=asc"));

    private static OneLoginPage? FromCursor(string cursor)
    {
        var bytes = new byte[cursor.Length];
        if (!Convert.TryFromBase64String(cursor, bytes, out var length))
        {
            return null;
        }

        var parts = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(Encoding.ASCII.GetString(bytes, 0, length));
        return parts.TryGetValue("limit", out var limit) && parts.TryGetValue("page", out var page)
            && Positive(limit, null) is { } size && Positive(page, null) is { } number
            ? new OneLoginPage(size, number)
            : null;
    }

    private static int? Positive(Microsoft.Extensions.Primitives.StringValues text, int? otherwise) =>
        text.Count == 0 ? otherwise
        : int.TryParse(text.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0 ? value
        : null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
