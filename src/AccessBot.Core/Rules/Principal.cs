using AccessBot.Core.People;

namespace AccessBot.Core.Rules;

/// <summary>A rule that names people. Equal by value, so that sets of them work.</summary>
public abstract record Principal
{
    private Principal() { }

    /// <summary>Every full member of the workspace.</summary>
    public sealed record Everyone : Principal;

    /// <summary>Those named under <c>admins</c>.</summary>
    public sealed record Admins : Principal;

    /// <summary>One person by Slack id.</summary>
    public sealed record SlackUser(SlackUserId Id) : Principal;

    /// <summary>One person by the e-mail address of their Slack profile, compared without case.</summary>
    public sealed record Email(string Address) : Principal
    {
        /// <inheritdoc/>
        public bool Equals(Email? other) => string.Equals(Address, other?.Address, StringComparison.OrdinalIgnoreCase);

        /// <inheritdoc/>
        public override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(Address);
    }

    /// <summary>The members of a Slack user group, by its id (<c>S…</c>).</summary>
    public sealed record SlackGroup(string Id) : Principal;

    /// <summary>The members of a Slack channel, by its id (<c>C…</c> or <c>G…</c>).</summary>
    public sealed record SlackChannel(string Id) : Principal;

    /// <summary>The members of a OneLogin role, by its numeric id.</summary>
    public sealed record OneLoginRole(long Id) : Principal;

    /// <summary>The requester's manager, as OneLogin has it.</summary>
    public sealed record Manager : Principal;
}
