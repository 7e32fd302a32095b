using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>A request, as somebody may look at it.</summary>
/// <param name="Request">The row.</param>
/// <param name="IsOwn">Whether it is theirs.</param>
/// <param name="MayDecide">Whether the rules of now let them decide on it, if there is something to decide.</param>
/// <param name="MayEnd">Whether the rules of now let them end what it gives.</param>
public sealed record SeenRequest(Request Request, bool IsOwn, bool MayDecide, bool MayEnd);
