namespace AccessBot.Sandbox.OneLogin;

/// <summary><c>*</c> stands for anything in every filter of the API (developers.onelogin.com/api-docs/2/getting-started/using-query-parameters).</summary>
internal static class Wildcard
{
    public static bool Matches(string pattern, string? text)
    {
        if (text is null)
        {
            return false;
        }

        var parts = pattern.Split('*');
        if (parts.Length == 1)
        {
            return string.Equals(pattern, text, StringComparison.OrdinalIgnoreCase);
        }

        if (!text.StartsWith(parts[0], StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var at = parts[0].Length;
        foreach (var part in parts[1..^1])
        {
            var found = text.IndexOf(part, at, StringComparison.OrdinalIgnoreCase);
            if (found < 0)
            {
                return false;
            }

            at = found + part.Length;
        }

        return text.Length - at >= parts[^1].Length && text.EndsWith(parts[^1], StringComparison.OrdinalIgnoreCase);
    }
}
