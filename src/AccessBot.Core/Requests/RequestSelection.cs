using AccessBot.Core.People;

namespace AccessBot.Core.Requests;

/// <summary>Which of the requests that aren't closed somebody means.</summary>
public abstract record RequestSelection
{
    private RequestSelection() { }

    /// <summary>All of them.</summary>
    public sealed record Everything : RequestSelection
    {
        /// <inheritdoc/>
        public override string ToString() => "everything";
    }

    /// <summary>One person's.</summary>
    /// <param name="OneLoginUser">In OneLogin: whose access it is, whoever is linked to them by now. Null if that is not known.</param>
    /// <param name="SlackUser">In Slack: who asked for an approval only. Null if nobody there is linked.</param>
    public sealed record OfPerson(long? OneLoginUser, SlackUserId? SlackUser = null) : RequestSelection
    {
        /// <inheritdoc/>
        public override string ToString() => OneLoginUser is { } user ? $"OneLogin user {user}" : $"Slack user {SlackUser}";
    }

    /// <summary>Those for certain OneLogin roles.</summary>
    /// <param name="AsMember">The roles of which they make somebody a member.</param>
    /// <param name="AsAdmin">The roles of which they make somebody an admin.</param>
    public sealed record OfRoles(IReadOnlyList<long> AsMember, IReadOnlyList<long> AsAdmin) : RequestSelection
    {
        /// <inheritdoc/>
        public override string ToString() => string.Join(", ", AsMember.Select(role => $"members of role {role}").Concat(AsAdmin.Select(role => $"admins of role {role}")));
    }

    /// <summary>Those of certain flows, by their keys.</summary>
    public sealed record OfFlows(IReadOnlyList<string> Keys) : RequestSelection
    {
        /// <inheritdoc/>
        public override string ToString() => $"flow {string.Join(", ", Keys)}";
    }
}
