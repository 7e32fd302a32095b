using AccessBot.Core.Rules;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>How much room is left for menus in one form: Slack takes 100 options a menu and 250 KB a view.</summary>
/// <param name="flow">The flow whose form it is: what it has beside menus comes first.</param>
/// <param name="others">What else stands in the form: a note, a reason that is filled in.</param>
internal sealed class MenuRoom(Flow flow, params IEnumerable<string?> others)
{
    // The rest is for windows, buttons, flows and the fields that every form has.
    private const int Whole = 230_000;

    private int left = Math.Min(150_000, BesideTexts(flow, others));

    /// <summary>How much is left in a form beside its texts, those that its fields have in them at first included.</summary>
    public static int BesideTexts(Flow flow, params IEnumerable<string?> others) => Math.Max(0, Whole - FormSize.OfTexts(flow) - others.Sum(FormSize.Of));

    /// <summary>Whether a menu can stand in the form whole; then its room is taken.</summary>
    public bool Takes(IReadOnlyList<Option> options)
    {
        var size = options.Sum(option => 150 + FormSize.Of(option.Text.Text) + FormSize.Of(option.Value) + FormSize.Of(option.Description?.Text));
        if (options.Count is 0 or > Limits.Options || size > left)
        {
            return false;
        }

        left -= size;
        return true;
    }
}
