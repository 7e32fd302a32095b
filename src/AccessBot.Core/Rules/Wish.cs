using AccessBot.Core.Requests;

namespace AccessBot.Core.Rules;

/// <summary>What somebody asks for, as it came from a form or from a stored row.</summary>
/// <param name="Flow">The flow's key.</param>
/// <param name="Target">The target's key; empty where only an approval is asked for.</param>
/// <param name="Duration">How long; null only where the flow's access ends by hand, or there is none. With <see cref="Until"/>, how long that is from when it is judged.</param>
/// <param name="Reason">Why, as written.</param>
/// <param name="Fields">The flow's fields by name, as written or as <see cref="FieldValues"/> writes them; one that isn't filled in is absent or empty.</param>
public sealed record Wish(
    string Flow, string Target, TimeSpan? Duration, string Reason, IReadOnlyDictionary<string, string> Fields)
{
    /// <summary>As what in the role; null where there is none, and for what the target says, which is no answer where the target leaves it to the requester.</summary>
    public Privilege? Privilege { get; init; }

    /// <summary>
    /// The rules in C# that left less of it than was asked for, by their classes' names; null if none did. It may have a duration then that
    /// the form doesn't offer.
    /// </summary>
    public string? LessenedBy { get; init; }

    /// <summary>Whether it is an emergency: granted at once, told to everybody, and reviewed afterwards, where <see cref="Rules.BreakGlass"/> lets them.</summary>
    public bool BreakGlass { get; init; }

    /// <summary>The grant that it asks more time for; null if it asks for a grant. <see cref="Duration"/> is then the whole of it, from the grant on.</summary>
    public RequestId? Extends { get; init; }

    /// <summary>Whether people have to approve that, whatever the flow says of it.</summary>
    public bool MustBeApproved { get; init; }

    /// <summary>When the access ends, if that was asked for instead of a duration: then, however late it is granted.</summary>
    public DateTimeOffset? Until { get; init; }
}
