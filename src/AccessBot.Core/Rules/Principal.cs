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

    /// <summary>Whoever is on call now, by the e-mail addresses that the service has for them.</summary>
    /// <param name="By">Where that is looked up.</param>
    /// <param name="Id">The schedule's or policy's id there; for Opsgenie also its name.</param>
    public sealed record OnCall(OnCallSource By, string Id) : Principal;

    /// <summary>Whom a rule in C# names.</summary>
    /// <param name="Name">Its class.</param>
    public sealed record Rule(string Name) : Principal
    {
        /// <summary>The flow that it is asked for, by its key: the same rule may name others in another one.</summary>
        public string Flow { get; init; } = "";
    }

    /// <summary>Everybody whom one of these names.</summary>
    public sealed record AnyOf(IReadOnlyList<Principal> Of) : Compound(Of);

    /// <summary>Everybody whom each of these names; one of them at least says who, and is no <see cref="NoneOf"/>.</summary>
    public sealed record AllOf(IReadOnlyList<Principal> Of) : Compound(Of);

    /// <summary>Takes away, within an <see cref="AllOf"/>, whom one of these names. By itself it would name everybody else, and is not read.</summary>
    public sealed record NoneOf(IReadOnlyList<Principal> Of) : Compound(Of);

    /// <summary>What is put together of others. Equal whatever their order is.</summary>
    public abstract record Compound(IReadOnlyList<Principal> Of) : Principal
    {
        /// <inheritdoc/>
        public virtual bool Equals(Compound? other) =>
            other is not null && EqualityContract == other.EqualityContract && Of.ToHashSet().SetEquals(other.Of);

        /// <inheritdoc/>
        public override int GetHashCode() => Of.Distinct().Aggregate(EqualityContract.GetHashCode(), (hash, part) => hash ^ part.GetHashCode());
    }

    /// <summary>Those that it is put together of and that can be asked about; itself, if it is put together of nothing.</summary>
    public IEnumerable<Principal> Leaves() => this is Compound compound ? compound.Of.SelectMany(part => part.Leaves()) : [this];

    /// <summary>The same where a flow names it: rules in C# know which one asks.</summary>
    internal Principal In(string flow) => this switch
    {
        Rule rule => rule with { Flow = flow },
        AnyOf some => new AnyOf([.. some.Of.Select(part => part.In(flow))]),
        AllOf all => new AllOf([.. all.Of.Select(part => part.In(flow))]),
        NoneOf none => new NoneOf([.. none.Of.Select(part => part.In(flow))]),
        _ => this,
    };
}
