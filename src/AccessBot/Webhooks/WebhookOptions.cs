namespace AccessBot.Webhooks;

/// <summary>How webhooks are posted to: the configuration section <c>Webhooks</c>.</summary>
internal sealed class WebhookOptions
{
    public const string Section = "Webhooks";

    /// <summary>The key that what is posted is signed with; unsigned without it.</summary>
    public string? SigningSecret { get; set; }
}
