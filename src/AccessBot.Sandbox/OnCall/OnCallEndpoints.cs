namespace AccessBot.Sandbox.OnCall;

/// <summary>Serves both on-call services over HTTP.</summary>
public static class OnCallEndpoints
{
    /// <summary>Maps an account's API below <see cref="PagerDutyAccount.Prefix"/>.</summary>
    public static void MapPagerDuty(this IEndpointRouteBuilder endpoints, PagerDutyAccount account) =>
        endpoints.Map(PagerDutyAccount.Prefix + "/{**path}", account.AnswerAsync);

    /// <summary>Maps an account's API below <see cref="OpsgenieAccount.Prefix"/>.</summary>
    public static void MapOpsgenie(this IEndpointRouteBuilder endpoints, OpsgenieAccount account) =>
        endpoints.Map(OpsgenieAccount.Prefix + "/{**path}", account.AnswerAsync);
}
