using System.Net;
using System.Net.Sockets;

namespace AccessBot.Sandbox.Bot;

/// <summary>Ports for processes that are told theirs before they begin.</summary>
/// <remarks>
/// One that the system picks can be gone before the process has it, to any connection that is made meanwhile: those get theirs from 32768 on. These are from below, each given once.
/// </remarks>
internal static class LoopbackPort
{
    private const int First = 12_000;
    private const int Past = 32_000;

    // Where each process begins is left to chance, since none knows what the others were given.
    private static int last = Random.Shared.Next(First, Past);

    /// <summary>One that nobody listens at.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + ((Interlocked.Increment(ref last) - First) % (Past - First));
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // The next one, then.
            }
        }
    }
}
