namespace AccessBot.Core.People;

/// <summary>Domains in which people have the same addresses as in a main one: <c>acme.com=acme.io,acme.co.uk; other.com=other.io</c>.</summary>
public sealed class AliasDomains
{
    /// <summary>No domain stands for another.</summary>
    public static readonly AliasDomains None = new(new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase));

    private readonly Dictionary<string, string> mains;

    private AliasDomains(Dictionary<string, string> mains) => this.mains = mains;

    /// <summary>Reads them; null, with what is wrong in words, if the text says something else.</summary>
    /// <param name="text">The setting; nothing in it is no alias.</param>
    /// <param name="trouble">What is wrong: the end of a sentence.</param>
    public static AliasDomains? Read(string? text, out string? trouble)
    {
        var read = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        trouble = null;
        foreach (var part in (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var sides = part.Split('=', StringSplitOptions.TrimEntries);
            var aliases = sides.Length == 2 ? sides[1].Split(',', StringSplitOptions.TrimEntries) : [];
            trouble ??= sides.Length != 2 || aliases is [""] ? $"'{part}' is not of the form acme.com=acme.io,acme.co.uk"
                : aliases.Append(sides[0]).FirstOrDefault(domain => !IsDomain(domain)) is { } bad ? $"'{bad}' is not a domain"
                : aliases.FirstOrDefault(alias => !read.TryAdd(alias, sides[0])) is { } twice ? $"'{twice}' stands for two domains"
                : null;
        }

        trouble ??= read.Values.FirstOrDefault(read.ContainsKey) is { } both ? $"'{both}' is both a main domain and an alias" : null;
        return trouble is null ? new AliasDomains(read) : null;
    }

    /// <summary>The address in the main domain, for one in an alias; null for any other.</summary>
    public string? InMain(string address)
    {
        var at = address.LastIndexOf('@');
        return at > 0 && mains.TryGetValue(address[(at + 1)..], out var main) ? $"{address[..at]}@{main}" : null;
    }

    /// <summary>Whether two addresses are one person's: the same, ignoring case, once both are in their main domain.</summary>
    public bool AreSame(string one, string other) => string.Equals(InMain(one) ?? one, InMain(other) ?? other, StringComparison.OrdinalIgnoreCase);

    private static bool IsDomain(string text) => text.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(text) == UriHostNameType.Dns;
}
