using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>An end of everything that matches, under way.</summary>
/// <param name="Selection">What was to be ended.</param>
/// <param name="Found">The requests that it was about.</param>
/// <param name="Unmarked">Those whose rows could not be changed, so that nobody is working on their end.</param>
/// <param name="ApprovedBefore">Those that were for an approval only, which was given since they were found.</param>
public sealed record Stopping(
    RequestSelection Selection, IReadOnlyList<OpenRequest> Found, IReadOnlySet<RequestId> Unmarked, IReadOnlySet<RequestId> ApprovedBefore);
