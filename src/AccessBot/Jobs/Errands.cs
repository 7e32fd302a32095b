using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;
using Hangfire;

namespace AccessBot.Jobs;

/// <summary>What Hangfire calls: an errand and an id, nothing that could be out of date.</summary>
/// <remarks>A job that fails is tried a few times at once; after that the reconcile pass sends a new one every minute.</remarks>
[JobTrace]
[AutomaticRetry(Attempts = 4, DelaysInSeconds = [1, 3, 8, 20], OnAttemptsExceeded = AttemptsExceededAction.Delete)]
internal sealed class Errands(
    HeadStart headStart, RevokeAccess revoke, RevokeDue revokeDue, LapseRequest lapse, ForwardRequest forward, RemindOfEnd remind, IAnnouncer announcer, AnnounceBehind announceBehind,
    TellRules tellRules)
{
    /// <summary>Does one errand for one request.</summary>
    /// <param name="errand">What.</param>
    /// <param name="request">The request's id.</param>
    /// <param name="cancel">Hangfire's, when it stops.</param>
    public Task RunAsync(Errand errand, string request, CancellationToken cancel)
    {
        if (!RequestId.TryParse(request, out var id))
        {
            throw new ArgumentException($"'{request}' is not a request id.", nameof(request));
        }

        return errand switch
        {
            Errand.Grant => headStart.RunAsync(id, cancel),
            Errand.Revoke => revoke.ExecuteAsync(id, cancel),
            Errand.Lapse => lapse.ExecuteAsync(id, cancel),
            Errand.Forward => forward.ExecuteAsync(id, cancel),
            Errand.RemindOfEnd => remind.ExecuteAsync(id, cancel),
            Errand.Announce => announcer.AnnounceAsync(id, cancel),
            Errand.TellRules => tellRules.ExecuteAsync(id, cancel),
            _ => throw new ArgumentOutOfRangeException(nameof(errand), errand, "There is no such errand."),
        };
    }

    /// <summary>Takes away all access whose time is over.</summary>
    /// <param name="cancel">Hangfire's, when it stops.</param>
    public Task RevokeDueAsync(CancellationToken cancel) => revokeDue.ExecuteAsync(cancel);

    /// <summary>Brings every message in Slack up to date that is behind.</summary>
    /// <param name="cancel">Hangfire's, when it stops.</param>
    public Task AnnounceAllAsync(CancellationToken cancel) => announceBehind.ExecuteAsync(cancel);

    /// <summary>Tells rules in C# whatever they are behind with.</summary>
    /// <param name="cancel">Hangfire's, when it stops.</param>
    public Task TellAllRulesAsync(CancellationToken cancel) => tellRules.ExecuteAllAsync(cancel);
}
