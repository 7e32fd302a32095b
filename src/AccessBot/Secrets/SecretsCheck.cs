using AccessBot.Core.Checking;

namespace AccessBot.Secrets;

/// <summary>Where settings come from that are references, and of which version. What can't be read is wrong with the settings, and is said there.</summary>
internal sealed class SecretsCheck(SecretSettings secrets) : IOnlineCheck
{
    public string Name => "secrets";

    public Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var places = secrets.References.GroupBy(r => r.Reference.Place, r => r.Setting);
        IReadOnlyList<Checked> looked = [.. places.Select(place => new Checked($"secrets: {SecretSettings.Listed([.. place])} from {secrets.Described(place.Key)}"))];
        return Task.FromResult(looked.Count > 0 ? looked : [new Checked("secrets: no setting refers to one; all have their values themselves")]);
    }
}
