using AccessBot.Webhooks;

namespace AccessBot.Tests.Webhooks;

public sealed class WebhookOptionsTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("0123456789abcdef", true)]
    [InlineData("0123456789abcde", false)]
    public void A_key_that_could_be_guessed_is_refused_and_not_repeated(string? key, bool isTaken)
    {
        var result = new WebhookOptionsValidator().Validate(name: null, new WebhookOptions { SigningSecret = key });

        Assert.Equal(isTaken, result.Succeeded);
        Assert.True(isTaken || (result.FailureMessage!.Contains("Webhooks:SigningSecret", StringComparison.Ordinal) && !result.FailureMessage.Contains(key!, StringComparison.Ordinal)));
    }
}
