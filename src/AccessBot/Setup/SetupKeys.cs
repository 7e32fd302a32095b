namespace AccessBot.Setup;

/// <summary>The settings that setup asks for.</summary>
internal static class SetupKeys
{
    public const string WorkspaceId = "Slack:WorkspaceId";
    public const string EnterpriseId = "Slack:EnterpriseId";
    public const string Transport = "Slack:Transport";
    public const string Command = "Slack:Command";
    public const string AlertsChannel = "Slack:AlertsChannel";
    public const string BotToken = "Slack:BotToken";
    public const string AppToken = "Slack:AppToken";
    public const string SigningSecret = "Slack:SigningSecret";
    public const string ApiBaseUrl = "Slack:ApiBaseUrl";
    public const string Domain = "OneLogin:Domain";
    public const string BaseUrl = "OneLogin:BaseUrl";
    public const string ClientId = "OneLogin:ClientId";
    public const string ClientSecret = "OneLogin:ClientSecret";
    public const string AccessFile = "Access:File";
    public const string Provider = "Database:Provider";
    public const string ConnectionString = "Database:ConnectionString";

    /// <summary>What is nobody's secret, whatever stands there: these are shown.</summary>
    public static IReadOnlyList<string> Shown { get; } =
        [WorkspaceId, EnterpriseId, Transport, Command, AlertsChannel, ApiBaseUrl, Domain, BaseUrl, AccessFile, Provider];

    /// <summary>The order in which a new file has them.</summary>
    public static IReadOnlyList<string> InOrder { get; } =
    [
        WorkspaceId, EnterpriseId, Transport, Command, AlertsChannel, ApiBaseUrl, BotToken, AppToken, SigningSecret, Domain, BaseUrl, ClientId, ClientSecret,
        AccessFile, Provider, ConnectionString,
    ];
}
