using System.Globalization;
using System.Text.RegularExpressions;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Reads hours of the week.</summary>
internal sealed partial class HoursReader(NodeReader nodes)
{
    private const string Example = "{ days: [mon-fri], from: '08:00', to: '18:00', zone: Europe/Berlin }";

    /// <summary>Days of the week.</summary>
    public static readonly ValueShape Days = new ValueShape.ListOf(new ValueShape.Formed(DayForm()), Most: 7);

    /// <summary>Whose clocks are meant.</summary>
    public static readonly KeyShape Zone = new("zone", new ValueShape.Text(Most: 64), "Whose clocks: a time zone of the IANA database, such as Europe/Berlin.", IsRequired: true);

    private static readonly ValueShape Time = new ValueShape.Formed(TimeForm());

    public static readonly MapShape Shape = new(
        "hours",
        new("days", Days, "The days that they begin on, such as mon-fri; left out, every day."),
        new("from", Time, "When they begin, such as '08:00'; left out, with the day."),
        new("to", Time, "When they are over, such as '18:00'; on the next day if it is before 'from'. Left out, with the day."),
        Zone);

    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public WeeklyHours? Read(YamlNode node, string what)
    {
        if (MapReader.Open(nodes, node, what, Shape) is not { } map)
        {
            return null;
        }

        var days = ReadDays(map["days"], what);
        var from = map["from"] is { } begin ? ReadTime(begin, $"'from' of {what}") : TimeSpan.Zero;
        var to = map["to"] is { } end ? ReadTime(end, $"'to' of {what}") : TimeSpan.FromDays(1);
        var zone = map.Need("zone", $"Say whose clocks are meant: {Example}.") is { } place ? ReadZone(place, what) : null;
        if (from is { } early && from == to)
        {
            nodes.Problems.Add(RulesProblemCode.Contradiction, map["to"]!, $"{Quoted.Sentence(what)} begin and end at {early:hh\\:mm}.", "Leave both out for whole days, or correct one.");
        }

        return from is not null && to is not null && zone is not null ? new WeeklyHours(days, from.Value, to.Value, zone) : null;
    }

    /// <summary>Days of the week; all of them where none are said.</summary>
    public IReadOnlySet<DayOfWeek> ReadDays(YamlNode? node, string what)
    {
        var days = new HashSet<DayOfWeek>();
        if (node is null)
        {
            return Enum.GetValues<DayOfWeek>().ToHashSet();
        }

        foreach (var item in nodes.Items(node, $"days of {what}", 7, "[mon-fri]"))
        {
            if (nodes.Scalar(item, $"a day of {what}", "a day") is not { } day)
            {
                continue;
            }

            var ends = day.Text.Split('-').Select(name => Array.IndexOf(Names, name)).ToArray();
            if (ends.Length > 2 || ends.Contains(-1))
            {
                nodes.Problems.Add(RulesProblemCode.BadText, item, $"{Quoted.Text(day.Text)} in {what} is no day.", "Write mon, tue, wed, thu, fri, sat, sun, or a range such as mon-fri.");
                continue;
            }

            for (var i = ends[0]; ; i = (i + 1) % Names.Length)
            {
                days.Add((DayOfWeek)((i + 1) % Names.Length));
                if (i == ends[^1])
                {
                    break;
                }
            }
        }

        return days;
    }

    /// <summary>A time of day, up to 24:00; null, with a problem told, if it is none.</summary>
    public TimeSpan? ReadTime(YamlNode node, string what)
    {
        if (nodes.Scalar(node, what, "a time") is not { } scalar)
        {
            return null;
        }

        if (scalar.Text is "24:00")
        {
            return TimeSpan.FromDays(1);
        }

        if (TimeOnly.TryParseExact(scalar.Text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time.ToTimeSpan();
        }

        nodes.Problems.Add(RulesProblemCode.BadText, node, $"{Quoted.Sentence(what)} is {node.Kind}, which is no time of day.", "Write hours and minutes, in quotes: '08:00', or '24:00' for the end of the day.");
        return null;
    }

    /// <summary>A time zone; null, with a problem told, if it is none.</summary>
    public TimeZoneInfo? ReadZone(YamlNode node, string what)
    {
        if (nodes.Scalar(node, $"the zone of {what}", "a time zone") is not { } scalar)
        {
            return null;
        }

        if (TimeZoneInfo.TryFindSystemTimeZoneById(scalar.Text, out var zone))
        {
            return zone;
        }

        nodes.Problems.Add(RulesProblemCode.BadZone, node, $"{Quoted.Text(scalar.Text)} in {what} is no time zone that this machine knows.", "Write one of the IANA database, such as Europe/Berlin or UTC; where it knows none, install the package tzdata.");
        return null;
    }

    [GeneratedRegex("^(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]|24:00)\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex TimeForm();

    [GeneratedRegex("^(?:mon|tue|wed|thu|fri|sat|sun)(?:-(?:mon|tue|wed|thu|fri|sat|sun))?\\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 250)]
    private static partial Regex DayForm();
}
