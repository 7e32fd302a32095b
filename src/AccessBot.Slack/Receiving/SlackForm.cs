using System.Text;

namespace AccessBot.Slack.Receiving;

/// <summary>Reads a form strictly: what can be read in two ways, or in none, is refused rather than guessed at.</summary>
/// <remarks>https://url.spec.whatwg.org/#urlencoded-parsing, except that broken escapes, broken UTF-8 and repeated names are errors.</remarks>
internal static class SlackForm
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="UnreadablePayloadException">It is no such form.</exception>
    public static IReadOnlyDictionary<string, string> Read(ReadOnlySpan<byte> body)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var range in body.Split((byte)'&'))
        {
            var pair = body[range];
            if (pair.IsEmpty)
                continue;

            var equals = pair.IndexOf((byte)'=');
            var name = Decode(equals < 0 ? pair : pair[..equals]);
            var value = equals < 0 ? "" : Decode(pair[(equals + 1)..]);
            if (!form.TryAdd(name, value))
                throw new UnreadablePayloadException("the form has a field twice");
        }

        return form;
    }

    /// <summary>The bytes as text.</summary>
    /// <exception cref="UnreadablePayloadException">They are not UTF-8.</exception>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new UnreadablePayloadException("the text is not UTF-8", e);
        }
    }

    private static string Decode(ReadOnlySpan<byte> encoded)
    {
        var decoded = new byte[encoded.Length];
        var length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            decoded[length++] = encoded[i] switch
            {
                (byte)'+' => (byte)' ',
                (byte)'%' => Escaped(encoded, ref i),
                var plain => plain,
            };
        }

        return Text(decoded.AsSpan(0, length));
    }

    private static byte Escaped(ReadOnlySpan<byte> encoded, ref int at)
    {
        if (at + 2 >= encoded.Length || !char.IsAsciiHexDigit((char)encoded[at + 1]) || !char.IsAsciiHexDigit((char)encoded[at + 2]))
            throw new UnreadablePayloadException("the form has a broken escape");

        at += 2;
        return (byte)((Nibble(encoded[at - 1]) << 4) | Nibble(encoded[at]));
    }

    private static int Nibble(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
