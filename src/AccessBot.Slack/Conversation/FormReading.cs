using System.Globalization;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;
using AccessBot.Slack.Receiving;

namespace AccessBot.Slack.Conversation;

/// <summary>What a filled-in form says, unjudged, and where an answer to it is shown.</summary>
internal static class FormReading
{
    /// <summary>As many characters as fit under a field without hiding the form.</summary>
    private const int LongestError = 500;

    /// <summary>A ticked box as an option's value.</summary>
    public const string Ticked = "yes";

    private const string Member = "member";
    private const string Admin = "admin";

    /// <summary>What is asked for. What the form doesn't know comes out as unknown, for the rules to refuse.</summary>
    public static Wish Read(ViewPayload view)
    {
        var flow = view.Values.GetValueOrDefault(FormBlocks.Flow, "");

        // Only from this flow's own blocks: in a form that shows another flow still, nothing is asked for that nobody has seen.
        var duration = view.Values.GetValueOrDefault(FormBlocks.Duration(flow));
        return new Wish(
            flow,
            view.Values.GetValueOrDefault(FormBlocks.Target(flow), ""),
            duration is null ? null : Duration(duration),
            view.Values.GetValueOrDefault(FormBlocks.Reason, ""),
            view.Values.Where(value => FormBlocks.NameOf(value.Key) is not null && (FormBlocks.FlowOf(value.Key) is "" || FormBlocks.FlowOf(value.Key) == flow))
                .GroupBy(value => FormBlocks.NameOf(value.Key)!, value => value.Value, StringComparer.Ordinal)
                .ToDictionary(values => values.Key, values => values.First(), StringComparer.Ordinal))
        {
            Privilege = view.Values.GetValueOrDefault(FormBlocks.Privilege(flow)) switch
            {
                Member => Privilege.Member,
                Admin => Privilege.Admin,
                _ => null,
            },
            BreakGlass = view.Values.GetValueOrDefault(FormBlocks.BreakGlass(flow)) is Ticked,
            Until = duration is FormMenus.Until ? Moment(view.Values.GetValueOrDefault(FormBlocks.Until(flow))) : null,
        };
    }

    /// <summary>A privilege as an option's value.</summary>
    public static string Value(Privilege privilege) => privilege is Privilege.Admin ? Admin : Member;

    /// <summary>Each refusal at its field, or at the first one if it is about none that the form has. Slack shows errors at inputs only.</summary>
    public static SubmissionReply Errors(IReadOnlyList<Refusal> refusals, ViewPayload view)
    {
        var first = view.InputBlocks.FirstOrDefault(FormBlocks.Flow);
        var errors = refusals
            .GroupBy(refusal => view.InputBlocks.FirstOrDefault(
                block => string.Equals(FormBlocks.FieldOf(block), refusal.Field, StringComparison.Ordinal), first), StringComparer.Ordinal)
            .ToDictionary(
                block => block.Key,
                block => Wire.Blocks.SlackText.Cut(string.Join(' ', block.Select(refusal => refusal.Sentence)), LongestError),
                StringComparer.Ordinal);
        return new SubmissionReply(errors);
    }

    /// <summary>A duration as an option's value.</summary>
    public static string Value(TimeSpan duration) => ((long)duration.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    // Zero for what is no duration: no flow offers it, while null would ask for access without an end.
    public static TimeSpan Duration(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DurationText.Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.Zero;

    /// <summary>A length in writing; zero for what is none.</summary>
    public static TimeSpan Length(string words) => DurationText.TryRead(words, out var length) ? length : TimeSpan.Zero;

    // The first of all times for what is none: it is over.
    private static DateTimeOffset Moment(string? seconds) =>
        long.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var known) && known <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(known)
            : DateTimeOffset.UnixEpoch;
}
