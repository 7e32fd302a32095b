using System.Text.Json;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.OnCall;

/// <summary>Who is on call in Opsgenie.</summary>
/// <remarks>
/// <c>GET /v2/schedules/{id or name}/on-calls</c> with <c>scheduleIdentifierType</c> <c>id</c> (a UUID) or <c>name</c>; <c>flat=true</c>
/// gives the user names of all of them, which are e-mail addresses, as <c>data.onCallRecipients</c>, whether they are in a rotation
/// themselves or by a team or an escalation; <c>Authorization: GenieKey …</c>; a key of a team's integration gets 403 for others' schedules
/// (docs.opsgenie.com: "Who is On Call API"). Escalations have no such call of their own.
/// </remarks>
internal sealed class Opsgenie(OnCallWire wire, IOptionsMonitor<OpsgenieOptions> options)
{
    private const string Name = "Opsgenie";

    public async Task<IReadOnlySet<string>> OnCallAsync(Principal.OnCall rota, CancellationToken cancel)
    {
        var (key, root) = (options.CurrentValue.ApiKey, options.CurrentValue.BaseUrl);
        if (string.IsNullOrWhiteSpace(key))
        {
            throw new OnCallUnavailableException("Opsgenie:ApiKey is not set.");
        }

        var kind = Guid.TryParseExact(rota.Id, "D", out _) ? "id" : "name";
        var path = $"v2/schedules/{Uri.EscapeDataString(rota.Id)}/on-calls?scheduleIdentifierType={kind}&flat=true";
        var answer = await wire.AskAsync(Name, new Uri(new Uri(root.TrimEnd('/') + "/"), path), $"GenieKey {key}", "application/json", cancel);
        if (!answer.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("onCallRecipients", out var people) || people.ValueKind != JsonValueKind.Array)
        {
            throw OnCallWire.Unreadable(Name);
        }

        return people.EnumerateArray().Select(AddressOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private static string AddressOf(JsonElement person) =>
        person.ValueKind == JsonValueKind.String ? person.GetString()! : throw OnCallWire.Unreadable(Name);
}
