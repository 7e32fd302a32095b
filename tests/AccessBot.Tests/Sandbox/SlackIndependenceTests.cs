using AccessBot.Sandbox.Slack;

namespace AccessBot.Tests.Sandbox;

public sealed class SlackIndependenceTests
{
    [Fact]
    public void The_simulator_shares_no_assembly_with_what_it_tests()
    {
        var references = typeof(SlackWorkspace).Assembly.GetReferencedAssemblies();

        Assert.DoesNotContain(references, reference => reference.Name!.StartsWith("AccessBot", StringComparison.Ordinal));
    }
}
