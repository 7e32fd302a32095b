using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Persistence;

/// <summary>Sees to it that what is saved of a request is told to its flow's rules in C#, whoever saves it. Requests of flows without rules are left as they are.</summary>
internal sealed class RuleDebts(RulesInForce rules, IJobQueue queue)
{
    /// <summary>Up to so many, each has a nudge of its own.</summary>
    private const int Few = 10;

    /// <summary>Notes in a row that is about to be saved that there is something to tell.</summary>
    /// <returns>Whether there is.</returns>
    public bool Note(Request request) => rules.Current.RulesOf(request.Flow).Count > 0 && request.OweRules();

    /// <summary>Sends the nudges for rows that were saved. Those of a process that dies before it are found again.</summary>
    public void Saved(IReadOnlyList<Request> requests)
    {
        var owing = requests.Where(r => r.RulesBehindSince is not null && r.News.Count > 0).ToList();
        if (owing.Count > Few)
        {
            queue.TellAllRules();
            return;
        }

        foreach (var request in owing)
        {
            queue.Nudge(Errand.TellRules, request.Id);
        }
    }
}
