namespace AccessBot.Setup;

/// <summary>A setting whose value is a secret, and where setup keeps that: a file, or one key of a secret in AWS Secrets Manager.</summary>
/// <param name="Setting">Its key.</param>
/// <param name="File">The file's name in the folder <c>secrets</c>.</param>
/// <param name="Group">The last part of the secret's name: what is rotated together is one secret.</param>
/// <param name="Property">The key in it.</param>
internal sealed record KeptSecret(string Setting, string File, string Group, string Property)
{
    /// <summary>All of them, with the names that <c>deploy</c> has.</summary>
    public static IReadOnlyList<KeptSecret> All { get; } =
    [
        new(SetupKeys.BotToken, "slack-bot-token", "slack", "bot_token"),
        new(SetupKeys.AppToken, "slack-app-token", "slack", "app_token"),
        new(SetupKeys.SigningSecret, "slack-signing-secret", "slack", "signing_secret"),
        new(SetupKeys.ClientId, "onelogin-client-id", "onelogin", "client_id"),
        new(SetupKeys.ClientSecret, "onelogin-client-secret", "onelogin", "client_secret"),
        new(SetupKeys.ConnectionString, "database", "database", "connection_string"),

        // Never asked for, but they may be given.
        new("PagerDuty:ApiToken", "pagerduty-api-token", "pagerduty", "api_token"),
        new("Opsgenie:ApiKey", "opsgenie-api-key", "opsgenie", "api_key"),
        new("Webhooks:SigningSecret", "webhooks-signing-secret", "webhooks", "signing_secret"),
    ];
}
