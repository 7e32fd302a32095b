namespace AccessBot.Sandbox.OneLogin;

/// <summary><c>*</c> stands for anything in every filter of the API (developers.onelogin.com/api-docs/2/getting-started/using-query-parameters).</summary>
internal sealed class Wildcard(string pattern)
{
    private readonly string[] _parts = pattern.Split('*');

    /// <summary>Without a <c>*</c> it is the whole text, upper or lower case.</summary>
    public bool IsExact => _parts.Length == 1;

    public static bool Matches(string pattern, string? text) => new Wildcard(pattern).Matches(text);

    public bool Matches(string? text)
    {
        if (text is null)
        {
            return false;
        }

        if (IsExact)
        {
            return string.Equals(_parts[0], text, StringComparison.OrdinalIgnoreCase);
        }

        if (!text.StartsWith(_parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = _parts[0].Length;
        foreach (var part in _parts[1..^1])
        {
            var found = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return text.Length - at >= _parts[^1].Length && text.EndsWith(_parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
