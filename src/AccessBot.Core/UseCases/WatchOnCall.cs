using AccessBot.Core.Alarms;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.UseCases;

/// <summary>Asks who is on call, wherever the rules depend on it, so that operators know of trouble before somebody needs to be.</summary>
public sealed class WatchOnCall(RulesInForce rules, IOnCallDirectory directory, RaiseAlarms alarms, TimeProvider clock)
{
    private bool hasNothingToSay;

    /// <summary>Asks, and says what doesn't answer. At start and every minute.</summary>
    public async Task ExecuteAsync(CancellationToken cancel)
    {
        var rotas = rules.Current.OnCalls;
        if (rotas.Count == 0 && hasNothingToSay)
        {
            return;
        }

        var troubles = (await Task.WhenAll(rotas.Select(rota => AskAsync(rota, cancel)))).OfType<(Principal.OnCall, string)>().ToList();
        var now = clock.GetUtcNow();
        await alarms.ReportAsync(OnCallAlarm.Source, OnCallAlarm.Of(troubles, now), now, cancel);

        // What was told when the rules still named somebody is over by that.
        hasNothingToSay = rotas.Count == 0;
    }

    private async Task<(Principal.OnCall Rota, string Trouble)?> AskAsync(Principal.OnCall rota, CancellationToken cancel)
    {
        try
        {
            await directory.OnCallAsync(rota, cancel);
            return null;
        }
        catch (OnCallUnavailableException e)
        {
            return (rota, e.Message);
        }
    }
}
