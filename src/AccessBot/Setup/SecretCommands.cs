using System.Text.Json;

namespace AccessBot.Setup;

/// <summary>What somebody types to put secrets into AWS Secrets Manager. The values are pasted at the command's own input, so that no shell keeps them. Pure.</summary>
internal static class SecretCommands
{
    /// <param name="environment">The tag's value, by which the role may read it.</param>
    /// <param name="name">The secret's name.</param>
    /// <param name="properties">The keys of the JSON object.</param>
    public static IReadOnlyList<string> Of(string environment, string name, IEnumerable<string> properties) =>
    [
        JsonSerializer.Serialize(properties.ToDictionary(property => property, _ => "VALUE", StringComparer.Ordinal)),
        $"aws secretsmanager create-secret --name {name} --tags Key=AccessBotEnv,Value={environment} --secret-string file:///dev/stdin",
        $"aws secretsmanager put-secret-value --secret-id {name} --secret-string file:///dev/stdin",
    ];
}
