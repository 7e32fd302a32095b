using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.OnCall;

/// <summary>Says what is wrong with the section, for rules that need it.</summary>
internal sealed class OpsgenieOptionsValidator(RulesInForce rules) : IValidateOptions<OpsgenieOptions>
{
    public ValidateOptionsResult Validate(string? name, OpsgenieOptions options) => ServiceSettings.Judge(
    [
        .. ServiceSettings.Address("Opsgenie:BaseUrl", options.BaseUrl, OpsgenieOptions.UsualUrl),
        .. ServiceSettings.Secret("Opsgenie:ApiKey", options.ApiKey, "In Opsgenie, make an integration of the type API that may read configuration.",
            rules.Current.OnCalls.FirstOrDefault(rota => rota.By is OnCallSource.OpsgenieSchedule)),
    ]);
}
