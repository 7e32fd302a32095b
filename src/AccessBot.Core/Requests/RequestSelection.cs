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

    /// <summary>One person's, by OneLogin user id.</summary>
    public sealed record OfPerson(long OneLoginUser) : RequestSelection
    {
        /// <inheritdoc/>
        public override string ToString() => $"OneLogin user {OneLoginUser}";
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
