using AccessBot.Core.Audit;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Sandbox;
using AccessBot.Slack.Receiving;
using AccessBot.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Delivery = AccessBot.Slack.Receiving.Delivery;
using Request = AccessBot.Core.Requests.Request;

namespace AccessBot.Tests.Persistence;

/// <summary>What a database has in it when a version is released: requests in every state, made by the verbs of that version, and all that hangs on them.</summary>
/// <remarks>For the journeys' rules and the sandbox's people, at <see cref="Given.Now"/>, so that a later version can go on with them.</remarks>
internal static class ReleasedRows
{
    private static readonly TimeSpan Long = TimeSpan.FromHours(2);

    public static async Task AddAsync(IServiceProvider services)
    {
        var store = services.GetRequiredService<IRequestStore>();
        var people = services.GetRequiredService<IPersonStore>();
        foreach (var member in new[] { Cast.Rita, Cast.Ana, Cast.Ben, Cast.Mona, Cast.Otto, Cast.Gus })
        {
            await people.LinkAsync(PersonOf(member), CancellationToken.None);
        }

        foreach (var request in All())
        {
            await store.AddAsync(request, CancellationToken.None);
        }

        await store.AppendAsync("person/U0OTTO", AuditAction.Refused, new Actor(SlackUserId.Parse("U0OTTO"), "Otto", "modal"), Given.Now,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["codes"] = "NotARequester" }, CancellationToken.None);
        var inbox = services.GetRequiredService<IInbox>();
        await inbox.StoreAsync(new Delivery("body:waiting", "command=%2Faccess&user_id=U0RITA&team_id=T0SANDBOX", DeliveryKind.Command, Given.Now, Attempts: 0), CancellationToken.None);
        await inbox.StoreAsync(new Delivery("body:done", "{}", DeliveryKind.BlockActions, Given.Now, Attempts: 0), CancellationToken.None);
        await inbox.CompleteAsync("body:done", CancellationToken.None);
    }

    private static IEnumerable<Request> All()
    {
        yield return Granted(Cast.Rita, Given.Now);
        yield return Granted(Cast.Ana, Given.Now - Long);
        yield return Begun(Cast.Ben, Given.Now);
        yield return Approved(Cast.Mona, Given.Now);
        yield return Failing(Cast.Otto, Given.Now - Long);
        yield return Asked(Cast.Gus, Given.Now);
        yield return Asked(Cast.Rita, Given.Now - TimeSpan.FromHours(9), "customer-data");
        yield return Closed(Cast.Rita, r => Assert.Null(r.Deny(By(Cast.Ana), Given.Now)));
        yield return Closed(Cast.Rita, r => Assert.Null(r.Cancel(By(Cast.Rita), Given.Now)));
        yield return Closed(Cast.Rita, r => Assert.True(r.Lapse(r.LapsesAt)));
        yield return Ended(Granted(Cast.Otto, Given.Now - Long), r => Assert.Null(r.Revoke(By(Cast.Otto), Given.Now)));
        yield return Ended(Granted(Cast.Otto, Given.Now - Long), r => Assert.True(r.Expire(Given.Now)));
        yield return Ended(Approved(Cast.Otto, Given.Now - Long), r => Assert.True(r.GiveUp("the role is gone", Given.Now)));
    }

    private static Request Granted(CastMember who, DateTimeOffset at)
    {
        var request = Begun(who, at);
        Assert.True(request.ConfirmGrant("r-1", at));
        return request;
    }

    private static Request Begun(CastMember who, DateTimeOffset at)
    {
        var request = Approved(who, at);
        Assert.True(request.BeginGrant(hadRoleBefore: false, at));
        return request;
    }

    private static Request Approved(CastMember who, DateTimeOffset at)
    {
        var request = Asked(who, at);
        Assert.Null(request.Approve(By(who == Cast.Ana ? Cast.Ben : Cast.Ana), new Ruling.Approved(), at));
        return request;
    }

    private static Request Failing(CastMember who, DateTimeOffset at)
    {
        var request = Granted(who, at);
        Assert.True(request.Expire(Given.Now - TimeSpan.FromHours(1)));
        Assert.NotNull(request.FailedIn(RequestState.Revoking, "OneLogin did not answer.", "r-2", Given.Now - TimeSpan.FromMinutes(1)));
        return request;
    }

    private static Request Closed(CastMember who, Action<Request> close)
    {
        var request = Asked(who, Given.Now);
        close(request);
        return request;
    }

    private static Request Ended(Request request, Action<Request> end)
    {
        end(request);
        Assert.True(request.ConfirmEnd(RoleKept.No, wasGone: false, "r-3", Given.Now));
        return request;
    }

    private static Request Asked(CastMember who, DateTimeOffset at, string target = "production-admin")
    {
        var wanted = target == "production-admin" ? Given.Target : new Target(target, "Customer Data Reader", Cast.CustomerData, Privilege.Member);
        var wish = new Wish("production", target, TimeSpan.FromMinutes(30), "database failover, Ana's turn: „dringend“",
            new Dictionary<string, string>(StringComparer.Ordinal) { ["ticket"] = "OPS-1" });
        var request = Request.Submit(RequestId.New(at), Guid.NewGuid().ToString("N"), PersonOf(who), Given.Flow, wanted, wish, Given.Needs(1), By(who), at);

        // One of the two messages stands in Slack; the other could not be delivered yet.
        request.Notices[0].Shown("C0ACCESS", "1767603600.000100", request.Version, "fingerprint", at);
        request.Notices[1].Delayed(at + TimeSpan.FromSeconds(2), at);
        return request;
    }

    private static Person PersonOf(CastMember who) => new(SlackUserId.Parse(who.SlackId), who.OneLoginId!.Value, who.Email, Given.Now - TimeSpan.FromDays(30));

    private static Actor By(CastMember who) => new(SlackUserId.Parse(who.SlackId), who.Name, "C0ACCESS");
}
