using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace AccessBot.Secrets;

/// <summary>An error of AWS's: its code, by which it is judged, and what is said about it.</summary>
/// <remarks>
/// The status says little: nearly everything is a 400. The code is in the header <c>x-amzn-ErrorType</c> or in the body's
/// <c>__type</c>, with or without a namespace before and an address behind it; the message is <c>message</c> or <c>Message</c>
/// (smithy.io, "AWS JSON 1.1 protocol", operation errors). Gateways and simulators answer errors of authentication in XML.
/// </remarks>
/// <param name="Code">Such as <c>AccessDeniedException</c>.</param>
/// <param name="Message">AWS's words; empty if there are none.</param>
internal sealed record SecretsManagerError(string Code, string Message)
{
    private const int Longest = 300;

    /// <summary>More than this is not an error of AWS's.</summary>
    private const int MostBytes = 256 * 1024;

    /// <summary>The error in an answer, or null if it is none of AWS's.</summary>
    /// <param name="response">The answer; its content is buffered for whoever reads it next.</param>
    /// <param name="cancel">Ends the reading.</param>
    public static async Task<SecretsManagerError?> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await response.Content.LoadIntoBufferAsync(MostBytes, cancel);
        var body = await response.Content.ReadAsStringAsync(cancel);
        var (code, message) = body.TrimStart().StartsWith('<') ? OfXml(body) : OfJson(body);
        code = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First() : code;
        return string.IsNullOrEmpty(code) ? null : new SecretsManagerError(Bare(code), Tidy(message));
    }

    private static (string? Code, string? Message) OfJson(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind != JsonValueKind.Object ? default
                : (Text(document.RootElement, "__type") ?? Text(document.RootElement, "code"), Text(document.RootElement, "message") ?? Text(document.RootElement, "Message"));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static (string? Code, string? Message) OfXml(string body)
    {
        try
        {
            var error = XDocument.Parse(body).Descendants().FirstOrDefault(e => e.Name.LocalName is "Error");
            return (Child(error, "Code"), Child(error, "Message"));
        }
        catch (XmlException)
        {
            return default;
        }
    }

    private static string? Child(XElement? parent, string name) => parent?.Elements().FirstOrDefault(e => e.Name.LocalName == name)?.Value.Trim();

    private static string Bare(string code)
    {
        var name = code.Split('#')[^1];
        return name.Split(':')[0].Trim();
    }

    // It ends up in a sentence: one line, and of bearable length.
    private static string Tidy(string? message)
    {
        var tidy = string.Join(' ', (message ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
        return tidy.Length > Longest ? tidy[..Longest] + "…" : tidy;
    }
}
