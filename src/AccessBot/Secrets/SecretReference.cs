namespace AccessBot.Secrets;

/// <summary>What stands in a setting instead of its value: where the value is kept.</summary>
/// <param name="Text">As it stands there.</param>
/// <param name="Place">What is read.</param>
/// <param name="Key">Which property of a JSON object is meant; null for the whole.</param>
internal sealed record SecretReference(string Text, SecretPlace Place, string? Key)
{
    public const string SecretsManager = "secretsmanager:";
    public const string File = "file:";

    /// <summary>The reference, or null if this is a value itself, as everything is that begins with something else.</summary>
    public static SecretReference? Read(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.StartsWith(File, StringComparison.Ordinal))
        {
            return new(text, new(IsFile: true, text[File.Length..]), Key: null);
        }

        if (!text.StartsWith(SecretsManager, StringComparison.Ordinal))
        {
            return null;
        }

        // No secret has a # in its name ("CreateSecret": letters, digits and /_+=.@-), but a key may have one.
        var parts = text[SecretsManager.Length..].Split('#', 2);
        return new(text, new(IsFile: false, parts[0]), parts.ElementAtOrDefault(1));
    }
}
