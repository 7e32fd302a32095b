using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads when approvers are told what waits for them.</summary>
internal sealed partial class DigestReader(NodeReader nodes)
{
    private const string Example = "digest: { at: '09:00', zone: Europe/Berlin, days: [mon-fri] }";
    private const string What = "the digest";

    public static readonly MapShape Shape = new(
        "digest",
        new("at", new ValueShape.Formed(MomentForm()), "When it is sent, such as '09:00'.", IsRequired: true),
        HoursReader.Zone,
        new("days", HoursReader.Days, "The days that it is sent on, such as mon-fri; left out, every day."));

    private readonly HoursReader hours = new(nodes);

    public DigestRule? Read(YamlNode node)
    {
        if (MapReader.Open(nodes, node, What, Shape) is not { } map)
        {
            return null;
        }

        var at = map.Need("at", $"Say when it is sent: {Example}.") is { } time ? hours.ReadTime(time, $"'at' of {What}") : null;
        if (at == TimeSpan.FromDays(1))
        {
            nodes.Problems.Add(RulesProblemCode.BadText, map["at"]!, $"'at' of {What} is 24:00, which is no time to begin at.", "Write '00:00', which is on the day that then begins.");
        }

        var zone = map.Need("zone", $"Say whose clocks are meant: {Example}.") is { } place ? hours.ReadZone(place, What) : null;
        var days = hours.ReadDays(map["days"], What);
        return at is { } known && zone is not null ? new DigestRule(days, known, zone) : null;
    }

    [GeneratedRegex("^(?:[01][0-9]|2[0-3]):[0-5][0-9]\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex MomentForm();
}
