using System.Globalization;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

/// <summary>When a digest is sent: how that is read, and which day's it is at which moment.</summary>
public sealed class DigestRuleTests
{
    private static readonly DayOfWeek[] Workdays = [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    [Fact]
    public void There_is_none_unless_the_file_says_so() => Assert.Null(RulesFile.Read(RulesText.Good, "access.yaml").Rules!.Digest);

    [Theory]
    [InlineData("digest: { at: '09:00', zone: Europe/Berlin, days: [mon, tue, wed, thu, fri] }", "09:00", "Europe/Berlin", 5)]
    [InlineData("digest: { at: 07:30, zone: UTC, days: [mon-fri] }", "07:30", "UTC", 5)]
    [InlineData("digest: { at: '00:00', zone: UTC }", "00:00", "UTC", 7)]
    public void It_is_read_as_it_is_written(string line, string at, string zone, int days)
    {
        var digest = RulesFile.Read(RulesText.With(2, $"admins: [ana@acme.com]\n{line}"), "access.yaml").Rules!.Digest!;

        Assert.Equal((at, zone, days), (digest.At.ToString("hh\\:mm", CultureInfo.InvariantCulture), digest.Zone.Id, digest.Days.Count));
        Assert.True(RulesSchemaTests.IsTaken(RulesText.With(2, $"admins: [ana@acme.com]\n{line}")));
    }

    [Theory]
    [InlineData("digest: true", "3:9 wrong-kind", "must be a mapping")]
    [InlineData("digest: { zone: UTC }", "3:9 missing-key", "Say when it is sent")]
    [InlineData("digest: { at: '09:00' }", "3:9 missing-key", "Say whose clocks")]
    [InlineData("digest: { at: 9, zone: UTC }", "3:15 bad-text", "no time of day")]
    [InlineData("digest: { at: '24:00', zone: UTC }", "3:15 bad-text", "'00:00'")]
    [InlineData("digest: { at: '09:00', zone: Europe/Berln }", "3:30 bad-zone", "no time zone")]
    [InlineData("digest: { at: '09:00', zone: UTC, days: [monday] }", "3:42 bad-text", "is no day")]
    [InlineData("digest: { at: '09:00', zone: UTC, days: [] }", "3:41 empty-list", "the list is empty")]
    [InlineData("digest: { at: '09:00', zone: UTC, dayz: [mon] }", "3:35 unknown-key", "'days'")]
    public void A_mistake_is_told_with_its_place(string line, string where, string words)
    {
        var problem = Assert.Single(RulesFile.Read(RulesText.With(2, $"admins: [ana@acme.com]\n{line}"), "access.yaml").Problems);

        Assert.Equal(where, $"{problem.Line}:{problem.Column} {problem.Code}");
        Assert.Contains(words, $"{problem.Message} {problem.Remedy}", StringComparison.Ordinal);
    }

    [Theory]
    // At nine in Berlin, in winter and in summer, and up to six hours later.
    [InlineData("Europe/Berlin", 9, "2026-11-23T07:59:59Z", null)]
    [InlineData("Europe/Berlin", 9, "2026-11-23T08:00:00Z", "2026-11-23")]
    [InlineData("Europe/Berlin", 9, "2026-11-23T13:59:59Z", "2026-11-23")]
    [InlineData("Europe/Berlin", 9, "2026-11-23T14:00:00Z", null)]
    [InlineData("Europe/Berlin", 9, "2026-11-24T02:00:00Z", null)]
    [InlineData("Europe/Berlin", 9, "2026-03-30T06:59:59Z", null)]
    [InlineData("Europe/Berlin", 9, "2026-03-30T07:00:00Z", "2026-03-30")]
    // Not at the weekend.
    [InlineData("Europe/Berlin", 9, "2026-11-22T09:00:00Z", null)]
    // The day is that of the place.
    [InlineData("Pacific/Auckland", 9, "2026-11-22T20:00:00Z", "2026-11-23")]
    [InlineData("America/Los_Angeles", 20, "2026-11-28T04:00:00Z", "2026-11-27")]
    // It ends with the day, however late it began.
    [InlineData("UTC", 20, "2026-11-23T23:59:59Z", "2026-11-23")]
    [InlineData("UTC", 20, "2026-11-24T00:00:00Z", null)]
    public void A_moment_is_that_of_a_day_s_digest_or_of_none(string zone, int at, string moment, string? day)
    {
        var digest = new DigestRule(Workdays.ToHashSet(), TimeSpan.FromHours(at), TimeZoneInfo.FindSystemTimeZoneById(zone));

        Assert.Equal(day, digest.DayAt(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture))?.ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    // Half past two does not come on the day when the clocks are set forward, and comes twice when they are set back.
    [InlineData("2026-03-29T00:59:59Z", null)]
    [InlineData("2026-03-29T01:00:00Z", "2026-03-29")]
    [InlineData("2026-10-25T00:30:00Z", "2026-10-25")]
    [InlineData("2026-10-25T01:30:00Z", "2026-10-25")]
    public void A_time_that_does_not_come_or_comes_twice_is_of_one_day_all_the_same(string moment, string? day)
    {
        var digest = new DigestRule(Enum.GetValues<DayOfWeek>().ToHashSet(), TimeSpan.FromMinutes(150), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

        Assert.Equal(day, digest.DayAt(DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture))?.ToString("O", CultureInfo.InvariantCulture));
    }
}
