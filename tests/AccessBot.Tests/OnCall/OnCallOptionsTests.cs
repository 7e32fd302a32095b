using AccessBot.Core.Rules;
using AccessBot.OnCall;
using AccessBot.Tests.Slack.Conversation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AccessBot.Tests.OnCall;

public sealed class OnCallOptionsTests
{
    [Fact]
    public void Rules_that_name_nobody_on_call_need_no_key() => Validate([]);

    [Fact]
    public void Rules_that_do_say_which_key_is_missing_and_for_what()
    {
        var e = Assert.Throws<OptionsValidationException>(() => Validate([], new Principal.OnCall(OnCallSource.PagerDutyEscalationPolicy, "P0POLICY")));
        var other = Assert.Throws<OptionsValidationException>(() => Validate([], new Principal.OnCall(OnCallSource.OpsgenieSchedule, "Front desk")));

        Assert.StartsWith("PagerDuty:ApiToken is not set, and the access rules name those on call by the PagerDuty escalation policy P0POLICY. In PagerDuty,", Assert.Single(e.Failures), StringComparison.Ordinal);
        Assert.StartsWith("Opsgenie:ApiKey is not set, and the access rules name those on call by the Opsgenie schedule Front desk.", Assert.Single(other.Failures), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PagerDuty:ApiToken", "token\n", "white space")]
    [InlineData("PagerDuty:BaseUrl", "http://pagerduty.example/", "plain http")]
    [InlineData("PagerDuty:BaseUrl", "api.pagerduty.com", "of the form https://host/path")]
    [InlineData("Opsgenie:ApiKey", "two words", "white space")]
    [InlineData("Opsgenie:BaseUrl", "https://user:secret@api.opsgenie.com", "of the form https://host/path")]
    public void What_is_wrong_with_a_setting_is_said_without_its_value(string key, string value, string words)
    {
        var e = Assert.Throws<OptionsValidationException>(() => Validate([new(key, value)]));

        var failure = Assert.Single(e.Failures);
        Assert.StartsWith(key, failure, StringComparison.Ordinal);
        Assert.Contains(words, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
    }

    private static void Validate(KeyValuePair<string, string?>[] settings, params Principal[] approvers)
    {
        using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton(new RulesInForce(Forms.Rules(Forms.Flow("one") with { Approvers = [new ApproverLine([new Principal.AllOf([new Principal.Everyone(), .. approvers])], 1)] })))
            .AddLogging()
            .AddOnCall()
            .BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
    }
}
