using System.Text.Json;

namespace AccessBot.Secrets;

/// <summary>What was read at one place at one moment. A class, because a record would print the secret.</summary>
internal sealed class SecretReading(string text, string? version)
{
    private const int MostKeys = 20;
    private const int LongestKey = 60;

    /// <summary>Secrets Manager's id of the version; null for a file.</summary>
    public string? Version => version;

    public bool Is(SecretReading? other) =>
        other is not null && string.Equals(text, other.Text, StringComparison.Ordinal) && string.Equals(version, other.Version, StringComparison.Ordinal);

    private string Text => text;

    /// <summary>What a reference to it stands for.</summary>
    /// <exception cref="SecretException">It is not in there.</exception>
    public string Value(SecretReference reference)
    {
        var (isFile, name) = reference.Place;
        var subject = isFile ? $"the file {Path.GetFullPath(name)}" : $"the secret '{name}'";
        var value = reference switch
        {
            { Place.IsFile: true } => text,
            { Key: null } => Whole(subject),
            { Key: "" } => throw new SecretException($"'{reference.Text}' ends with a # and no key. Give the key of the JSON object, or leave the # out."),
            { Key: var key } => Part(subject, key),
        };
        return value.Length > 0 ? value : throw new SecretException($"{subject}{(reference.Key is { } of ? $" has nothing under '{of}'" : " is empty")}.");
    }

    // An object is not a value for any setting: it would be refused elsewhere, later, and for no reason that can be seen.
    private string Whole(string subject) =>
        Parse() is { ValueKind: JsonValueKind.Object } all ? throw new SecretException($"{subject} is a JSON object. Say which of its values is meant, by #KEY. {Keys(all)}") : text;

    private string Part(string subject, string key)
    {
        if (Parse() is not { ValueKind: JsonValueKind.Object } all)
        {
            throw new SecretException($"{subject} is not a JSON object, and so has no key '{key}'. Store one, or leave out '#{key}' to have the whole secret.");
        }

        if (!all.TryGetProperty(key, out var value))
        {
            throw new SecretException($"{subject} has no key '{key}'. {Keys(all)}");
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => Words(value) ?? throw new SecretException($"{subject} has no readable text under '{key}'."),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw new SecretException($"{subject} has {Kind(value.ValueKind)} under '{key}', which is no value for a setting. Store text there."),
        };
    }

    private JsonElement? Parse()
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Not passed on: it quotes what it stumbled over.
            return null;
        }
    }

    private static string? Words(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair: good JSON, and no text.
        }
    }

    private static string Kind(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => "null",
    };

    // Names are what an operator needs to see the slip, and are no secrets; values never.
    private static string Keys(JsonElement all)
    {
        var names = all.EnumerateObject().Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
        var shown = names.Take(MostKeys).Select(name => $"'{(name.Length > LongestKey ? name[..LongestKey] + "…" : name)}'");
        return names.Count == 0 ? "It has none." : $"It has {string.Join(", ", shown)}{(names.Count > MostKeys ? " and more" : "")}.";
    }
}
