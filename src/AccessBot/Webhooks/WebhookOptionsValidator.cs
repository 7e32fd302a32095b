using Microsoft.Extensions.Options;

namespace AccessBot.Webhooks;

/// <summary>Says what is wrong with the section.</summary>
internal sealed class WebhookOptionsValidator : IValidateOptions<WebhookOptions>
{
    /// <summary>A shorter key can be found by trying.</summary>
    private const int Shortest = 16;

    public ValidateOptionsResult Validate(string? name, WebhookOptions options) => options.SigningSecret is { Length: > 0 and < Shortest }
        ? ValidateOptionsResult.Fail($"Webhooks:SigningSecret has fewer than {Shortest} characters. Set it to a long random text, such as `openssl rand -hex 32` prints, or leave it out.")
        : ValidateOptionsResult.Success;
}
