namespace AccessBot.OnCall;

/// <summary>How Opsgenie is asked who is on call: the configuration section <c>Opsgenie</c>.</summary>
internal sealed class OpsgenieOptions
{
    public const string Section = "Opsgenie";

    /// <summary>Where it is unless told otherwise; accounts in the EU have <c>https://api.eu.opsgenie.com/</c> ("Who is On Call API").</summary>
    public const string UsualUrl = "https://api.opsgenie.com/";

    /// <summary>The key of an API integration that may read configuration. Required where the rules name a schedule of Opsgenie's.</summary>
    public string? ApiKey { get; set; }

    /// <summary>For the EU, proxies and tests.</summary>
    public string BaseUrl { get; set; } = UsualUrl;
}
