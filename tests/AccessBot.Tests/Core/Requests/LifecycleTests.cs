using AccessBot.Core.Audit;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Core.Requests;

public sealed class LifecycleTests
{
    /// <summary>Every state × every trigger. What isn't named here must be refused.</summary>
    private static readonly Dictionary<(RequestState, RequestTrigger), RequestState> Table = new()
    {
        [(RequestState.Requested, RequestTrigger.Approve)] = RequestState.Approved,
        [(RequestState.Requested, RequestTrigger.Deny)] = RequestState.Denied,
        [(RequestState.Requested, RequestTrigger.Cancel)] = RequestState.Cancelled,
        [(RequestState.Requested, RequestTrigger.Lapse)] = RequestState.Lapsed,
        [(RequestState.Approved, RequestTrigger.ConfirmGrant)] = RequestState.Granted,
        [(RequestState.Approved, RequestTrigger.Deny)] = RequestState.Denied,
        [(RequestState.Approved, RequestTrigger.GiveUp)] = RequestState.Revoking,
        [(RequestState.Approved, RequestTrigger.Revoke)] = RequestState.Revoking,
        [(RequestState.Granted, RequestTrigger.Expire)] = RequestState.Revoking,
        [(RequestState.Granted, RequestTrigger.Revoke)] = RequestState.Revoking,
        [(RequestState.Revoking, RequestTrigger.ConfirmExpired)] = RequestState.Expired,
        [(RequestState.Revoking, RequestTrigger.ConfirmRevoked)] = RequestState.Revoked,
        [(RequestState.Revoking, RequestTrigger.ConfirmFailed)] = RequestState.Failed,
    };

    public static TheoryData<RequestState, RequestTrigger> Everything
    {
        get
        {
            var all = new TheoryData<RequestState, RequestTrigger>();
            foreach (var state in Enum.GetValues<RequestState>())
            {
                foreach (var trigger in Enum.GetValues<RequestTrigger>())
                {
                    all.Add(state, trigger);
                }
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Everything))]
    public void A_trigger_leads_where_the_table_says_or_nowhere(RequestState state, RequestTrigger trigger)
    {
        var now = state;
        var machine = Lifecycle.At(() => now, next => now = next);

        var can = machine.CanFire(trigger);
        if (can)
        {
            machine.Fire(trigger);
        }

        Assert.Equal(Table.ContainsKey((state, trigger)), can);
        Assert.Equal(Table.GetValueOrDefault((state, trigger), state), now);
    }

    [Theory, MemberData(nameof(Everything))]
    public void The_aggregate_moves_as_the_table_says_and_writes_one_entry_for_it(RequestState state, RequestTrigger trigger)
    {
        var request = Given.In(state);
        if (state == RequestState.Revoking && trigger is RequestTrigger.ConfirmRevoked or RequestTrigger.ConfirmFailed)
        {
            request = EndingBy(trigger);
        }

        var (version, entries) = (request.Version, request.News.Count);
        var expected = Table.GetValueOrDefault((state, trigger), state);
        var moves = expected != state;

        var moved = Do(request, trigger, state == RequestState.Revoking && trigger == RequestTrigger.ConfirmExpired);

        Assert.Equal(moves, moved);
        Assert.Equal(expected, request.State);
        Assert.Equal(moves, request.Version > version);
        Assert.Equal(moves ? EntriesOf(trigger) : 0, request.News.Count - entries);
    }

    [Fact]
    public void A_request_that_may_hold_the_role_always_says_when_it_must_end()
    {
        foreach (var state in Enum.GetValues<RequestState>())
        {
            var request = Given.In(state);

            Assert.True(!request.MayHold || request.EndsAt is not null || request.State == RequestState.Revoking);
        }
    }

    /// <summary>An approval is a vote and an outcome; a grant is started before it is confirmed.</summary>
    private static int EntriesOf(RequestTrigger trigger) => trigger is RequestTrigger.Approve or RequestTrigger.ConfirmGrant ? 2 : 1;

    private static Request EndingBy(RequestTrigger trigger)
    {
        if (trigger == RequestTrigger.ConfirmRevoked)
        {
            var revoked = Given.In(RequestState.Granted);
            Assert.Null(revoked.Revoke(Given.By(Given.Rita), Given.Now));
            return revoked;
        }

        var failed = Given.In(RequestState.Approved);
        Assert.True(failed.GiveUp("the role is gone", Given.Now));
        return failed;
    }

    /// <summary>The verb that fires the trigger, at a time when the clock doesn't stand in its way.</summary>
    private static bool Do(Request request, RequestTrigger trigger, bool expired)
    {
        var now = Given.Now;
        return trigger switch
        {
            RequestTrigger.Approve => request.Approve(Given.By(Given.Ben), new Ruling.Approved(), now) is null,
            RequestTrigger.Deny => request.Deny(Given.By(Given.Ben), now) is null,
            RequestTrigger.Cancel => request.Cancel(Given.By(Given.Rita), now) is null,
            RequestTrigger.Lapse => request.Lapse(request.LapsesAt),
            RequestTrigger.ConfirmGrant => Begun(request) && request.ConfirmGrant("r-3", now),
            RequestTrigger.GiveUp => request.GiveUp("the role is gone", now),
            RequestTrigger.Expire => request.Expire(now + TimeSpan.FromDays(1)),
            RequestTrigger.Revoke => request.Revoke(Given.By(Given.Rita), now) is null,
            RequestTrigger.ConfirmExpired => (request.State != RequestState.Revoking || expired) && request.ConfirmEnd(RoleKept.No, false, null, now),
            _ => request.ConfirmEnd(RoleKept.No, false, null, now),
        };
    }

    /// <summary>Starts the grant where that can be; the entry that it writes is not the one that is counted.</summary>
    private static bool Begun(Request request)
    {
        if (request.State == RequestState.Approved && request.GrantStartedAt is null)
        {
            request.BeginGrant(hadRoleBefore: false, Given.Now);
        }

        return request.GrantStartedAt is not null;
    }
}
