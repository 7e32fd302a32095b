using System.Globalization;
using System.Text.Json;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.OnCall;

/// <summary>Who is on call in PagerDuty, by its REST API, version 2.</summary>
/// <remarks>
/// <para><c>GET /oncalls</c> with <c>schedule_ids[]</c> or <c>escalation_policy_ids[]</c>; without <c>since</c> and <c>until</c> it
/// tells of now; <c>include[]=users</c> gives whole users with their <c>email</c> instead of references; pages by <c>limit</c> (100 at
/// most), <c>offset</c> and <c>more</c>; <c>Authorization: Token token=…</c> (developer.pagerduty.com: "List all of the on-calls",
/// "Pagination", "Authentication"). One person stands in it once for each level and schedule.</para>
/// <para>What it answers for an id that nobody has is not documented. Nothing and 404 both leave nobody on call; the latter is told.</para>
/// </remarks>
internal sealed class PagerDuty(OnCallWire wire, IOptionsMonitor<PagerDutyOptions> options)
{
    private const string Name = "PagerDuty";
    private const int PerPage = 100;
    private const int MostPages = 10;

    public async Task<IReadOnlySet<string>> OnCallAsync(Principal.OnCall rota, CancellationToken cancel)
    {
        var (token, root) = (options.CurrentValue.ApiToken, options.CurrentValue.BaseUrl);
        if (string.IsNullOrWhiteSpace(token))
        {
            throw new OnCallUnavailableException("PagerDuty:ApiToken is not set.");
        }

        var what = rota.By == OnCallSource.PagerDutySchedule ? "schedule_ids" : "escalation_policy_ids";
        var onCall = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var page = 0; page < MostPages; page++)
        {
            var offset = (page * PerPage).ToString(CultureInfo.InvariantCulture);
            var query = $"oncalls?{what}%5B%5D={Uri.EscapeDataString(rota.Id)}&include%5B%5D=users&limit={PerPage.ToString(CultureInfo.InvariantCulture)}&offset={offset}";
            var answer = await wire.AskAsync(Name, new Uri(new Uri(root.TrimEnd('/') + "/"), query), $"Token token={token}", "application/vnd.pagerduty+json;version=2", cancel);
            if (!answer.TryGetProperty("oncalls", out var entries) || entries.ValueKind != JsonValueKind.Array)
            {
                throw OnCallWire.Unreadable(Name);
            }

            onCall.UnionWith(entries.EnumerateArray().Select(AddressOf));
            if (!answer.TryGetProperty("more", out var more) || more.ValueKind != JsonValueKind.True)
            {
                return onCall;
            }
        }

        throw new OnCallUnavailableException($"PagerDuty has more than {MostPages * PerPage} on call for this.");
    }

    private static string AddressOf(JsonElement entry) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty("user", out var user) && user.ValueKind == JsonValueKind.Object
        && user.TryGetProperty("email", out var email) && email.ValueKind == JsonValueKind.String
            ? email.GetString()!
            : throw OnCallWire.Unreadable(Name);
}
