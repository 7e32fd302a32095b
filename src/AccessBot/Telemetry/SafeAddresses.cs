using System.Diagnostics;
using AccessBot.OnCall;
using AccessBot.OneLogin;
using AccessBot.Slack;
using Microsoft.Extensions.Options;
using OpenTelemetry;

namespace AccessBot.Telemetry;

/// <summary>Leaves of the address of a call no more than the host, unless it is a call of an API whose paths have no secrets in them.</summary>
/// <remarks>
/// Slack's response_urls and webhooks are secrets by their paths. Queries are left out by .NET itself:
/// https://learn.microsoft.com/dotnet/core/extensions/httpclient-factory#uri-redaction
/// </remarks>
internal sealed class SafeAddresses(
    IOptionsMonitor<SlackOptions> slack, IOptionsMonitor<OneLoginOptions> oneLogin, IOptionsMonitor<PagerDutyOptions> pagerDuty, IOptionsMonitor<OpsgenieOptions> opsgenie)
    : BaseProcessor<Activity>
{
    private const string Tag = "url.full";

    public override void OnEnd(Activity data)
    {
        if (data.GetTagItem(Tag) is string address && Uri.TryCreate(address, UriKind.Absolute, out var called) && !Known().Any(known => IsBelow(known, called)))
        {
            data.SetTag(Tag, called.GetLeftPart(UriPartial.Authority));
        }
    }

    private IEnumerable<Uri?> Known() =>
        [slack.CurrentValue.ApiBaseUrl, new(oneLogin.CurrentValue.Root, "api/"), new(oneLogin.CurrentValue.Root, "auth/"), new(pagerDuty.CurrentValue.BaseUrl), new(opsgenie.CurrentValue.BaseUrl)];

    private static bool IsBelow(Uri? known, Uri called) =>
        known is not null && called.AbsoluteUri.StartsWith(known.AbsoluteUri.TrimEnd('/') + "/", StringComparison.OrdinalIgnoreCase);
}
