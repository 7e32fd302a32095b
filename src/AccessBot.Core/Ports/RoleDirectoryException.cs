namespace AccessBot.Core.Ports;

/// <summary>OneLogin did not do what it was asked.</summary>
public sealed class RoleDirectoryException : Exception
{
    /// <summary>Makes one; the message is for operators and holds no secret.</summary>
    public RoleDirectoryException(RoleDirectoryFault fault, string message, string? requestId = null, Exception? inner = null)
        : base(message, inner)
    {
        Fault = fault;
        RequestId = requestId;
    }

    /// <summary>What kind of "no" it was.</summary>
    public RoleDirectoryFault Fault { get; }

    /// <summary>Whether an earlier try of the same call had no answer, so that OneLogin may still carry it out.</summary>
    public bool MayComeLate { get; init; }

    /// <summary>What <c>accessbot check</c> calls it, where that says more than <see cref="Fault"/>: of <see cref="Checking.CheckCode"/>.</summary>
    public string? Code { get; init; }

    /// <summary>OneLogin's <c>x-request-id</c>, if there was an answer with one.</summary>
    public string? RequestId { get; }
}
