using System.Collections.Concurrent;

namespace AccessBot.Sandbox.OnCall;

/// <summary>An Opsgenie account, as far as somebody asks who is on call: <c>GET /v2/schedules/{id or name}/on-calls</c>.</summary>
/// <remarks>As documented (docs.opsgenie.com, "Who is On Call API"): the identifier is an id unless <c>scheduleIdentifierType=name</c>; only <c>flat=true</c> gives addresses.</remarks>
public sealed class OpsgenieAccount(TimeProvider time) : OnCallService("og-sandbox-key", time)
{
    /// <summary>Put behind the host's address, this is the base address of the account.</summary>
    public const string Prefix = "/opsgenie";

    private readonly ConcurrentDictionary<string, (string Name, IReadOnlyList<string> OnCall)> _schedules = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Sets who is on call by a schedule.</summary>
    public void SetSchedule(Guid id, string name, params IReadOnlyList<string> onCall) => _schedules[id.ToString("D")] = (name, onCall);

    internal Task AnswerAsync(HttpContext context) => AnswerAsync(context, Answer, Error);

    private IResult Answer(HttpContext context)
    {
        var (request, query) = (context.Request, context.Request.Query);
        if (request.Headers.Authorization.ToString() != $"GenieKey {Key}")
        {
            return Error(401);
        }

        // Split before decoding: a name may have a slash in it.
        if (!HttpMethods.IsGet(request.Method) || context.Request.Path.Value!.Split('/') is not ["", "opsgenie", "v2", "schedules", var identifier, "on-calls"])
        {
            return Error(404);
        }

        var schedule = query["scheduleIdentifierType"].ToString() switch
        {
            "name" => _schedules.FirstOrDefault(s => s.Value.Name == Uri.UnescapeDataString(identifier)),
            "" or "id" => _schedules.FirstOrDefault(s => s.Key == identifier),
            _ => default,
        };
        if (schedule.Key is not { } id)
        {
            return Error(404);
        }

        var parent = new { id, name = schedule.Value.Name, enabled = true };
        return query["flat"] == "true"
            ? Results.Json(new { data = new { _parent = parent, onCallRecipients = schedule.Value.OnCall }, took = 0.1, requestId = "sandbox" })
            : Results.Json(new { data = new { _parent = parent, onCallParticipants = schedule.Value.OnCall.Select(name => new { name, type = "user" }) }, took = 0.1, requestId = "sandbox" });
    }

    private static IResult Error(int status) => Results.Json(new { message = status == 401 ? "Could not authenticate" : "Not possible", took = 0.1, requestId = "sandbox" }, statusCode: status);
}
