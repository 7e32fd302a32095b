using AccessBot.Core.Ports;
using AccessBot.Core.Rules;

namespace AccessBot.Core.Checking;

/// <summary>Whether it can be told who is on call, by each schedule and policy that the rules name.</summary>
public sealed class OnCallCheck(RulesInForce rules, IOnCallDirectory directory) : IOnlineCheck
{
    /// <inheritdoc/>
    public string Name => "on call";

    /// <inheritdoc/>
    public bool NeedsRules => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Checked>> LookAsync(CancellationToken cancel)
    {
        var looked = new List<Checked>();
        foreach (var rota in rules.Current.OnCalls.OrderBy(PrincipalText.InWords, StringComparer.Ordinal))
        {
            looked.Add(await LookAsync(rota, cancel));
        }

        return looked;
    }

    private async Task<Checked> LookAsync(Principal.OnCall rota, CancellationToken cancel)
    {
        var what = $"on call: {PrincipalText.InWords(rota)}";
        try
        {
            var people = await directory.OnCallAsync(rota, cancel);

            // PagerDuty may answer so for an id that it doesn't have.
            return people.Count > 0 ? new Checked($"{what}, {people.Count} at the moment") : new Checked(what) { Open = "nobody is at the moment, or there is no such schedule or policy" };
        }
        catch (OnCallUnavailableException e)
        {
            var section = rota.By == OnCallSource.OpsgenieSchedule ? "Opsgenie:ApiKey" : "PagerDuty:ApiToken";
            return new Checked(what, new CheckProblem(CheckCode.OnCallAway, section, e.Message, $"Correct {section}, or the id in the access rules; or see that the service can be reached from here."));
        }
    }
}
