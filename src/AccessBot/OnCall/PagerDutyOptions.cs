namespace AccessBot.OnCall;

/// <summary>How PagerDuty is asked who is on call: the configuration section <c>PagerDuty</c>.</summary>
internal sealed class PagerDutyOptions
{
    public const string Section = "PagerDuty";

    /// <summary>Where it is unless told otherwise; accounts in the EU have <c>https://api.eu.pagerduty.com/</c>.</summary>
    public const string UsualUrl = "https://api.pagerduty.com/";

    /// <summary>A REST API key; a read-only one is enough. Required where the rules name a schedule or policy of PagerDuty's.</summary>
    public string? ApiToken { get; set; }

    /// <summary>For the EU, proxies and tests.</summary>
    public string BaseUrl { get; set; } = UsualUrl;
}
