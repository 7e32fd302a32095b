namespace AccessBot.Core.Rules.Reading;

/// <summary>Finds what a mistyped name was meant to be.</summary>
public static class NearestName
{
    /// <summary>The valid name that is near enough to be a slip of the same word; null if none is.</summary>
    public static string? Of(string text, IEnumerable<string> valid)
    {
        // Comparing costs the product of the lengths, and names are short.
        const int longest = 100;

        return text.Length > longest
            ? null
            : valid.Where(name => name.Length <= longest)
                .Select(name => (Name: name, Steps: Steps(text.ToLowerInvariant(), name.ToLowerInvariant())))
                .Where(near => near.Steps <= Math.Max(1, near.Name.Length / 3))
                .OrderBy(near => near.Steps)
                .Select(near => near.Name)
                .FirstOrDefault();
    }

    /// <summary>" Did you mean 'x'?", or nothing: to be put after a list of valid names.</summary>
    public static string Hint(string text, IEnumerable<string> valid) => Of(text, valid) is { } name ? $" Did you mean '{name}'?" : "";

    /// <summary>Letters to insert, remove, change or swap with their neighbour (optimal string alignment).</summary>
    private static int Steps(string a, string b)
    {
        var steps = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var change = steps[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                steps[i, j] = Math.Min(change, Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
                }
            }
        }

        return steps[a.Length, b.Length];
    }
}
