using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation;

/// <summary>How much room is left for menus in one form: Slack takes 100 options a menu and 250 KB a view.</summary>
internal sealed class MenuRoom
{
    // The rest is for what a form has beside its menus.
    private int left = 150_000;

    /// <summary>Whether a menu can stand in the form whole; then its room is taken.</summary>
    public bool Takes(IReadOnlyList<Option> options)
    {
        var size = options.Sum(option => 150 + Size(option.Text.Text) + Size(option.Value) + Size(option.Description?.Text ?? ""));
        if (options.Count is 0 or > Limits.Options || size > left)
        {
            return false;
        }

        left -= size;
        return true;
    }

    // What is no letter or digit is written as \u and four digits at worst.
    private static int Size(string text) => text.Sum(c => char.IsAsciiLetterOrDigit(c) || c is ' ' ? 1 : 6);
}
