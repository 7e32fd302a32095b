using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class RulesChangesTests
{
    /// <summary>A line of the good file, what stands there instead, and what that changes.</summary>
    [Theory]
    [InlineData(1, "version: 1 # one", "nothing but comments or layout")]
    [InlineData(2, "admins:\n  - ana@acme.com", "nothing but comments or layout")]
    [InlineData(2, "admins: [ben@acme.com]", "changed admins")]
    [InlineData(6, "    oneLoginRole: 81879", "changed target prod")]
    [InlineData(7, "    privilege: member\n  other: { oneLoginRole: 7 }", "added target other")]
    [InlineData(9, "  production: { targets: [prod], durations: [1h], approvers: [{ anyOf: [admins] }], notify: [{ channel: C0A }] }\n  releases:", "added flow releases; changed flow production")]
    [InlineData(9, "  releases:", "added flow releases; removed flow production")]
    [InlineData(13, "    durations: [30m, 1h]", "changed flow production")]
    [InlineData(25, "    allowGuests: false\n\n", "nothing but comments or layout")]
    public void Two_editions_differ_in(int line, string instead, string changes)
    {
        var changed = RulesChanges.Between(Edition(RulesText.Good), Edition(RulesText.With(line, instead)));

        Assert.Equal(changes, changed.ToString());
    }

    [Fact]
    public void A_long_list_of_changes_is_cut()
    {
        var before = Edition(RulesText.Good);
        var after = before with { Parts = Enumerable.Range(100, 25).ToDictionary(i => $"flow {i}", i => "", StringComparer.Ordinal) };

        Assert.EndsWith("flow 119 and 5 more; removed admins, flow production, target prod, version", RulesChanges.Between(before, after).ToString(), StringComparison.Ordinal);
    }

    private static RulesEdition Edition(string text)
    {
        var reading = RulesFile.Read(text, "access.yaml");
        Assert.Empty(reading.Problems);
        return new RulesEdition(reading.Rules!, "x", reading.Parts);
    }
}
