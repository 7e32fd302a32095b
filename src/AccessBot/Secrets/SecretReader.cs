namespace AccessBot.Secrets;

/// <summary>Reads a secret where it is kept.</summary>
internal sealed class SecretReader(SecretsManagerClient secretsManager)
{
    /// <exception cref="SecretException">It can't be had.</exception>
    public Task<SecretReading> ReadAsync(SecretPlace place, CancellationToken cancel) =>
        place.IsFile ? SecretFile.ReadAsync(place.Name, cancel) : secretsManager.ReadAsync(place.Name, cancel);
}
