using System.Globalization;
using System.Text.Json;
using AccessBot.Core.Ports;

namespace AccessBot.OneLogin;

/// <summary>Reads a list page by page ("Using Query Parameters").</summary>
/// <param name="api">Makes the calls.</param>
/// <param name="pageSize">How many items a page has.</param>
internal sealed class OneLoginList(OneLoginApi api, int pageSize = OneLoginList.UsualPage)
{
    /// <summary>More than this is a circle: it would be a role of two hundred thousand.</summary>
    private const int MostPages = 2000;

    /// <summary>Verified live for a role's users (terraform-provider-onelogin issue 223).</summary>
    public const int UsualPage = 100;

    /// <summary>How a reading ended.</summary>
    public enum End
    {
        /// <summary>Every page was read.</summary>
        Read,

        /// <summary>The visitor had seen enough.</summary>
        Enough,

        /// <summary>There is no such list, or no longer.</summary>
        Missing,

        /// <summary>There are more pages than the caller wants to read.</summary>
        TooLong,

        /// <summary>Every page was read, and there was only one: it shows one moment.</summary>
        ReadAtOnce,

        /// <summary>
        /// The list became longer or shorter meanwhile. A cursor is a page number in disguise (a live one, decoded, is
        /// <c>limit=100&amp;page=2</c>), so a row may have been skipped.
        /// </summary>
        Moved,
    }

    /// <param name="path">Below <c>/api/2/</c>.</param>
    /// <param name="filter">A query without paging, or empty.</param>
    /// <param name="visit">Gets each item; true to go on.</param>
    /// <param name="purpose">What is asked for, as an infinitive.</param>
    /// <param name="cancel">The caller's.</param>
    /// <param name="most">How many pages at most, before it is <see cref="End.TooLong"/>: said after the first page where OneLogin tells how many there are. Null for all.</param>
    /// <param name="pageRead">Called after each page's items.</param>
    /// <exception cref="RoleDirectoryException">A page could not be read, or the pages don't end: what is on the unread ones is unknown.</exception>
    public async Task<End> ReadAsync(
        string path, string filter, Func<JsonElement, bool> visit, string purpose, CancellationToken cancel,
        int? most = null, Func<Task>? pageRead = null)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var moved = false;
        string? total = null;

        // Either a limit or a cursor, never both: OneLogin refuses that (terraform-provider-onelogin issue 196).
        for (var paging = string.Create(CultureInfo.InvariantCulture, $"limit={pageSize}"); seen.Count < MostPages;)
        {
            var answer = await api.ReadAsync($"{path}?{filter}{(filter.Length > 0 ? "&" : "")}{paging}", purpose, cancel);
            if (answer.IsMissing)
            {
                return End.Missing;
            }

            if (!answer.IsSuccess)
            {
                throw OneLoginRefusal.Of(answer, purpose);
            }

            foreach (var item in answer.Json(JsonValueKind.Array, purpose).EnumerateArray())
            {
                if (!visit(item))
                {
                    return End.Enough;
                }
            }

            await (pageRead?.Invoke() ?? Task.CompletedTask);
            moved |= total is not null && answer.TotalCount is { } now && !string.Equals(total, now, StringComparison.Ordinal);
            total = answer.TotalCount ?? total;
            if (answer.AfterCursor is not { } cursor)
            {
                return moved ? End.Moved : seen.Count == 0 ? End.ReadAtOnce : End.Read;
            }

            if (seen.Count + 1 >= most || (long.TryParse(total, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > (long?)most * pageSize))
            {
                return End.TooLong;
            }

            if (!seen.Add(cursor))
            {
                break;
            }

            paging = $"cursor={Uri.EscapeDataString(cursor)}";
        }

        throw new RoleDirectoryException(RoleDirectoryFault.Unavailable, $"OneLogin was asked to {purpose}, and the pages of its answer do not end.");
    }
}
