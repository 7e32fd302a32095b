using System.Net;

namespace AccessBot.Sandbox;

/// <summary>Where the sandbox listens. It has no sign-in of its own, so that it can only be on a loopback address.</summary>
public sealed record SandboxOptions
{
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>0 takes any free port.</summary>
    public int Port { get; init; }
}
