using Stateless;
using Stateless.Graph;

namespace AccessBot.Core.Requests;

/// <summary>The whole transition table. No guards, no actions, no I/O: The aggregate decides whether to fire, this says where to.</summary>
internal static class Lifecycle
{
    public static StateMachine<RequestState, RequestTrigger> At(Func<RequestState> state, Action<RequestState> move)
    {
        var table = new StateMachine<RequestState, RequestTrigger>(state, move);

        table.Configure(RequestState.Requested)
            .Permit(RequestTrigger.Approve, RequestState.Approved)
            .Permit(RequestTrigger.Deny, RequestState.Denied)
            .Permit(RequestTrigger.Cancel, RequestState.Cancelled)
            .Permit(RequestTrigger.Lapse, RequestState.Lapsed);

        table.Configure(RequestState.Approved)
            .Permit(RequestTrigger.ConfirmGrant, RequestState.Granted)
            .Permit(RequestTrigger.Deny, RequestState.Denied)
            .Permit(RequestTrigger.GiveUp, RequestState.Revoking)
            .Permit(RequestTrigger.Revoke, RequestState.Revoking);

        table.Configure(RequestState.Granted)
            .Permit(RequestTrigger.Expire, RequestState.Revoking)
            .Permit(RequestTrigger.Revoke, RequestState.Revoking);

        table.Configure(RequestState.Revoking)
            .Permit(RequestTrigger.ConfirmExpired, RequestState.Expired)
            .Permit(RequestTrigger.ConfirmRevoked, RequestState.Revoked)
            .Permit(RequestTrigger.ConfirmFailed, RequestState.Failed);

        return table;
    }

    /// <summary>The table as a Mermaid state diagram; the README's copy is compared with it by a test.</summary>
    public static string Diagram() =>
        MermaidGraph.Format(At(() => RequestState.Requested, static _ => { }).GetInfo()).ReplaceLineEndings("\n").Trim();
}
