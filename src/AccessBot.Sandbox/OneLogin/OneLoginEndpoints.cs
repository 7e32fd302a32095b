using System.Security.Cryptography;

namespace AccessBot.Sandbox.OneLogin;

/// <summary>Serves a <see cref="OneLoginTenant"/> over HTTP.</summary>
public static class OneLoginEndpoints
{
    /// <summary>Put behind the host's address, this is the base address of the tenant.</summary>
    public const string Prefix = "/onelogin";

    /// <summary>Maps all of the tenant's API below <see cref="Prefix"/>; paths that OneLogin does not have answer as OneLogin does, with 401.</summary>
    public static IEndpointConventionBuilder MapOneLogin(this IEndpointRouteBuilder endpoints, OneLoginTenant tenant) =>
        endpoints.Map(Prefix + "/{**path}", context => AnswerAsync(tenant, context));

    private static async Task AnswerAsync(OneLoginTenant tenant, HttpContext context)
    {
        var served = tenant.Begin();
        try
        {
            await AnswerCountedAsync(tenant, context, served);
        }
        finally
        {
            tenant.End(served);
        }
    }

    private static async Task AnswerCountedAsync(OneLoginTenant tenant, HttpContext context, bool served)
    {
        var requestId = RandomNumberGenerator.GetHexString(24, lowercase: true);
        var request = await OneLoginRequest.ReadAsync(context);
        var fault = served ? tenant.Faults.Take(request.Method, request.Path) : OneLoginFault.BadGateway;
        if (served)
        {
            await WaitAsync(tenant.Behaviours.AnswersTake);
        }

        if (fault is { AfterEffect: false })
        {
            await WaitAsync(fault.Delay);
        }

        // A caller who gave up before the work began gets none of it, unless the fault is that they do.
        var reply = fault is { AfterEffect: false, Delay.Ticks: 0 } || (context.RequestAborted.IsCancellationRequested && fault is not { CarriesOn: true })
            ? OneLoginReply.Of(fault)
            : Answer();
        if (fault is { AfterEffect: true })
        {
            await WaitAsync(fault.Delay);
            reply = fault.Delay == TimeSpan.Zero ? OneLoginReply.Of(fault) with { Ids = reply.Ids, Effect = reply.Effect } : reply;
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            reply = reply with { Status = null };
        }

        tenant.Record(new OneLoginCall
        {
            At = tenant.Time.GetUtcNow(),
            Method = request.Method,
            Path = request.Path,
            Query = context.Request.QueryString.Value ?? "",
            Ids = reply.Ids,
            Status = reply.Status,
            RequestId = requestId,
            Effect = reply.Effect,
        });
        await reply.SendAsync(context, requestId);

        OneLoginReply Answer()
        {
            OneLoginReply answer;
            lock (tenant.Gate)
            {
                answer = OneLoginRoutes.Answer(tenant, request);
            }

            tenant.Announce();
            return answer;
        }

        async Task WaitAsync(TimeSpan delay)
        {
            if (delay > TimeSpan.Zero)
            {
                var wait = Task.Delay(delay, tenant.Time, fault is { CarriesOn: true } ? CancellationToken.None : context.RequestAborted);
                tenant.Calls.HoldBack(+1);
                tenant.Announce();
                await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                tenant.Calls.HoldBack(-1);
            }
        }
    }
}
