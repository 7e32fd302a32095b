using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>Something to be done for a request, and since or from when.</summary>
public sealed record DueErrand(Errand Errand, RequestId Request, DateTimeOffset DueAt);
