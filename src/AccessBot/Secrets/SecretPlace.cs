namespace AccessBot.Secrets;

/// <summary>Where one secret is kept. What is read there is read at once, however many settings refer to parts of it.</summary>
/// <param name="IsFile">A file, or else a secret in AWS Secrets Manager.</param>
/// <param name="Name">The path, or the name or ARN.</param>
internal readonly record struct SecretPlace(bool IsFile, string Name)
{
    public override string ToString() => $"{(IsFile ? SecretReference.File : SecretReference.SecretsManager)}{Name}";
}
