using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>What can be typed. Pure.</summary>
internal static class HelpMessage
{
    public static Message Render(string command)
    {
        var everybodys = Mrkdwn.Of($"*What you can type*\n{Lines(command, forAdmins: false)}");
        var names = Mrkdwn.Of($"A name of several words may stand in quotes. What is called like a command has to: `{command} \"help\"`.");
        var admins = Mrkdwn.Of($"*For AccessBot admins*\n{Lines(command, forAdmins: true)}");
        return new Message(Mrkdwn.Join($"\n", [everybodys, names, admins]), new SectionBlock(everybodys), new ContextBlock([names]), new SectionBlock(admins));
    }

    private static Mrkdwn Lines(string command, bool forAdmins) =>
        Mrkdwn.Join($"\n", CommandWords.All.Where(word => word.ForAdmins == forAdmins).Select(word => CommandSentences.Line(command, word)));
}
