namespace AccessBot.Core.UseCases;

/// <summary>Whose access somebody wants ended at once, as they typed it.</summary>
/// <param name="Of">What kind of thing is named.</param>
/// <param name="Name">Its name or id; empty for everything.</param>
public sealed record StopWish(StopKind Of, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Of == StopKind.Everything ? "all" : $"{Of} {Name}".ToLowerInvariant();
}
