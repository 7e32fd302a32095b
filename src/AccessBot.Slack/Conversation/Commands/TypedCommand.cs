using AccessBot.Core.UseCases;

namespace AccessBot.Slack.Conversation.Commands;

/// <summary>What somebody typed behind the slash command, read. The kinds are a closed set.</summary>
internal abstract record TypedCommand
{
    private TypedCommand()
    {
    }

    /// <summary>Nothing: the form.</summary>
    public sealed record Form : TypedCommand;

    /// <summary>No command's word comes first: the form, filled in with what the words say.</summary>
    public sealed record Ask(string Text) : TypedCommand;

    public sealed record Mine : TypedCommand;

    public sealed record Waiting : TypedCommand;

    public sealed record Status(string Id) : TypedCommand;

    public sealed record Cancel(string Id) : TypedCommand;

    public sealed record Who(string Target) : TypedCommand;

    public sealed record Stop(StopWish Wish) : TypedCommand;

    public sealed record Link(LinkText Wish) : TypedCommand;

    public sealed record Help : TypedCommand;

    /// <summary>A command's word comes first, and what follows can't be meant.</summary>
    public sealed record Misused(CommandWord Word) : TypedCommand;
}
