using System.Text;
using System.Text.Json;

namespace AccessBot.OneLogin;

/// <summary>OneLogin's errors, of which there are three shapes, as one sentence.</summary>
/// <remarks>
/// <para><c>{"status":{"code","type","message"}}</c>, where the message may be an object: version 1 ("Assign Role to User").</para>
/// <para><c>{"statusCode","name","message"}</c>, sometimes with <c>errors:[{field,message}]</c>: version 2 as documented
/// ("Get Role", "Create Mapping"); the token endpoint's <c>{"error":true,"code","type","message"}</c> reads the same way.</para>
/// <para><c>{"status":400,"error","description"}</c>: version 2's roles as seen live (onelogin-python-sdk issue 134,
/// terraform-provider-onelogin issues 196 and 203).</para>
/// </remarks>
internal static class OneLoginComplaint
{
    private const int Longest = 300;

    /// <summary>The sentence, or null if this is no error of OneLogin's: a gateway's page, an empty body, something else's JSON.</summary>
    public static string? Read(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is for half a surrogate pair, which is good JSON and no text.
            return null;
        }
    }

    private static string? Read(JsonElement root)
    {
        var error = root.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.Object ? status : root;
        var said = Property(error, "message") ?? Property(error, "description");
        var details = Property(error, "errors");
        var kind = Property(error, "name") ?? Property(error, "type") ?? Property(error, "error");
        var sentence = (said, details) switch
        {
            (null, null) => kind,
            (null, _) => details,
            (_, null) => said,
            _ => $"{said} ({details})",
        };
        return string.IsNullOrWhiteSpace(sentence) ? null : Tidy(sentence);
    }

    private static string? Property(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Words(value) : null;

    private static string? Words(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.Object => Join(": ", value.EnumerateObject().Select(p => Words(p.Value))),
        JsonValueKind.Array => Join("; ", value.EnumerateArray().Select(Words)),
        _ => null,
    };

    private static string? Join(string between, IEnumerable<string?> words) =>
        string.Join(between, words.Where(w => !string.IsNullOrWhiteSpace(w))) is { Length: > 0 } text ? text : null;

    // It ends up in a log line and on a page: one line, and of bearable length.
    private static string Tidy(string text)
    {
        var tidy = new StringBuilder();
        foreach (var rune in text.Trim().EnumerateRunes())
        {
            if (tidy.Length + rune.Utf16SequenceLength > Longest)
            {
                return tidy.Append('…').ToString();
            }

            tidy.Append(Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029 ? " " : rune.ToString());
        }

        return tidy.ToString();
    }
}
