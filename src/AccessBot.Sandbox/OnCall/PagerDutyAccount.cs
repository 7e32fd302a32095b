using System.Collections.Concurrent;
using System.Globalization;

namespace AccessBot.Sandbox.OnCall;

/// <summary>A PagerDuty account, as far as somebody asks who is on call: <c>GET /oncalls</c> of its REST API, version 2.</summary>
/// <remarks>
/// As documented (developer.pagerduty.com): an entry for each user and level; references to users unless <c>include[]=users</c>;
/// <c>limit</c> from 1 to 100, 25 if left out; <c>Accept</c> must name version 2. That an unknown id is answered with nothing is a guess.
/// </remarks>
public sealed class PagerDutyAccount(TimeProvider time) : OnCallService("pd-sandbox-token", time)
{
    /// <summary>Put behind the host's address, this is the base address of the account.</summary>
    public const string Prefix = "/pagerduty";

    /// <summary>Who is on call, by the id of a schedule or of an escalation policy; addresses as the users have them.</summary>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Schedules { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc cref="Schedules"/>
    public ConcurrentDictionary<string, IReadOnlyList<string>> Policies { get; } = new(StringComparer.Ordinal);

    internal Task AnswerAsync(HttpContext context) => AnswerAsync(context, Answer, Error);

    private IResult Answer(HttpContext context)
    {
        var (request, query) = (context.Request, context.Request.Query);
        if (request.Headers.Authorization.ToString() != $"Token token={Key}")
        {
            return Error(401);
        }

        if (request.Path != $"{Prefix}/oncalls")
        {
            return Error(404);
        }

        if (!HttpMethods.IsGet(request.Method) || !request.Headers.Accept.ToString().Replace(" ", "", StringComparison.Ordinal).Contains("application/vnd.pagerduty+json;version=2", StringComparison.Ordinal))
        {
            return Error(400);
        }

        if (!TryRead(query["limit"], 25, out var limit) || !TryRead(query["offset"], 0, out var offset) || limit is < 1 or > 100)
        {
            return Error(400);
        }

        var (schedules, policies) = (query["schedule_ids[]"], query["escalation_policy_ids[]"]);
        var entries = Entries(Schedules, "schedule", schedules).Concat(Entries(Policies, "escalation_policy", policies)).ToList();
        var withUsers = query["include[]"].Contains("users", StringComparer.Ordinal);
        return Results.Json(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["oncalls"] = entries.Skip(offset).Take(limit).Select(entry => Render(entry, withUsers)),
            ["limit"] = limit,
            ["offset"] = offset,
            ["more"] = entries.Count > offset + limit,
            ["total"] = null,
        });
    }

    private static bool TryRead(string? text, int usual, out int number)
    {
        number = usual;
        return text is null || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    private static IEnumerable<(string Kind, string Id, string Email, int Level)> Entries(
        IReadOnlyDictionary<string, IReadOnlyList<string>> all, string kind, IEnumerable<string?> ids) =>
        ids.OfType<string>().Where(all.ContainsKey).SelectMany(id => all[id].Select((email, i) => (kind, id, email, i + 1)));

    private static Dictionary<string, object?> Render((string Kind, string Id, string Email, int Level) entry, bool withUsers)
    {
        var name = entry.Email.Split('@')[0];
        var user = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = $"P{name.ToUpperInvariant()}",
            ["type"] = withUsers ? "user" : "user_reference",
            ["summary"] = name,
        };
        if (withUsers)
        {
            (user["name"], user["email"]) = (name, entry.Email);
        }

        var other = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = "POTHER", ["type"] = "escalation_policy_reference" };
        return new(StringComparer.Ordinal)
        {
            ["user"] = user,
            ["schedule"] = entry.Kind == "schedule" ? new { id = entry.Id, type = "schedule_reference" } : null,
            ["escalation_policy"] = entry.Kind == "schedule" ? other : new { id = entry.Id, type = "escalation_policy_reference" },
            ["escalation_level"] = entry.Level,
            ["start"] = null,
            ["end"] = null,
        };
    }

    private static IResult Error(int status) => Results.Json(new { error = new { message = status == 401 ? "Unauthorized" : "Not possible", code = 2000 + status } }, statusCode: status);
}
