namespace AccessBot.Core.Rules.Code;

/// <summary>A class in the rules folder that <c>access.yaml</c> can name.</summary>
/// <param name="Name">Its name, without namespace.</param>
/// <param name="Overrides">The names of the methods of <see cref="AccessRule"/> that it has something of its own for.</param>
public sealed record RuleClass(string Name, IReadOnlySet<string> Overrides)
{
    /// <summary>What a flow's <c>rules</c> are asked or told: each step, and whether the flow is shown.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        nameof(AccessRule.ShowsAsync),
        nameof(AccessRule.BeforeSubmitAsync), nameof(AccessRule.BeforeApproveAsync), nameof(AccessRule.BeforeDenyAsync),
        nameof(AccessRule.BeforeCancelAsync), nameof(AccessRule.BeforeGrantAsync), nameof(AccessRule.BeforeRevokeAsync),
        nameof(AccessRule.AfterSubmitAsync), nameof(AccessRule.AfterApproveAsync), nameof(AccessRule.AfterDenyAsync), nameof(AccessRule.AfterCancelAsync),
        nameof(AccessRule.AfterGrantAsync), nameof(AccessRule.AfterRevokeAsync), nameof(AccessRule.AfterLapseAsync),
    ];
}
