using AccessBot.Core.Rules;
using Microsoft.Extensions.Options;

namespace AccessBot.OnCall;

/// <summary>Says what is wrong with the section, for rules that need it.</summary>
internal sealed class PagerDutyOptionsValidator(IServiceProvider services) : IValidateOptions<PagerDutyOptions>
{
    public ValidateOptionsResult Validate(string? name, PagerDutyOptions options) => ServiceSettings.Judge(
    [
        .. ServiceSettings.Address("PagerDuty:BaseUrl", options.BaseUrl, PagerDutyOptions.UsualUrl),
        .. ServiceSettings.Secret("PagerDuty:ApiToken", options.ApiToken, "In PagerDuty, under Integrations > API Access Keys, make a read-only key.",
            ServiceSettings.Named(services, rota => rota.By is OnCallSource.PagerDutySchedule or OnCallSource.PagerDutyEscalationPolicy)),
    ]);
}
