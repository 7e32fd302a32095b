using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.OnCall;

/// <summary>Says what is wrong with the section, for rules that need it.</summary>
internal sealed class OpsgenieOptionsValidator(IServiceProvider services) : IValidateOptions<OpsgenieOptions>
{
    public ValidateOptionsResult Validate(string? name, OpsgenieOptions options) => ServiceSettings.Judge(
    [
        .. ServiceSettings.Address("Opsgenie:BaseUrl", options.BaseUrl, OpsgenieOptions.UsualUrl),
        .. ServiceSettings.Secret("Opsgenie:ApiKey", options.ApiKey, "In Opsgenie, make an integration of the type API that may read configuration.",
            ServiceSettings.Named(services, rota => rota.By is OnCallSource.OpsgenieSchedule)),
    ]);
}
