using System.Reflection;
using AccessBot.Core.Ports;
using AccessBot.Jobs;
using Hangfire;

namespace AccessBot.Tests.Jobs;

public sealed class ErrandsTests
{
    [Fact]
    public void Revocations_have_a_queue_of_their_own()
    {
        var others = Enum.GetValues<Errand>().Where(e => e != Errand.Revoke).Select(HangfireQueue.QueueOf);

        Assert.DoesNotContain(HangfireQueue.QueueOf(Errand.Revoke), others);
    }

    [Fact]
    public void What_rules_are_told_has_a_queue_of_its_own()
    {
        var others = Enum.GetValues<Errand>().Where(e => e != Errand.TellRules).Select(HangfireQueue.QueueOf);

        Assert.DoesNotContain(HangfireQueue.QueueOf(Errand.TellRules), others);
    }

    [Fact]
    public void A_job_that_fails_is_tried_again_soon_and_then_left_to_the_reconcile_pass()
    {
        var retry = typeof(Errands).GetCustomAttribute<AutomaticRetryAttribute>()!;

        Assert.Equal(AttemptsExceededAction.Delete, retry.OnAttemptsExceeded);
        Assert.True(retry.DelaysInSeconds.Sum() < 60);
    }

    [Theory, InlineData(""), InlineData("not an id"), InlineData("00000000-0000-0000-0000-000000000000")]
    public async Task What_is_no_request_id_is_a_bug_and_said_so(string id)
    {
        var errands = new Errands(null!, null!, null!, null!, null!, null!, null!, null!, null!);

        await Assert.ThrowsAsync<ArgumentException>(() => errands.RunAsync(Errand.Grant, id, CancellationToken.None));
    }
}
