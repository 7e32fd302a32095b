using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Memberships that nobody else, on whatever node, writes until this is disposed.</summary>
/// <param name="which">Those that could be had.</param>
/// <param name="hold">What is disposed to let them go.</param>
public sealed class HeldMemberships(IReadOnlySet<Membership> which, IAsyncDisposable hold) : IAsyncDisposable
{
    /// <summary>Those that are held.</summary>
    public IReadOnlySet<Membership> Which => which;

    /// <summary>Lets go of them.</summary>
    public ValueTask DisposeAsync() => hold.DisposeAsync();
}
