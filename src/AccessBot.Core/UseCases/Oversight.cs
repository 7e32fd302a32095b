using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>How AccessBot stands, for admins.</summary>
/// <param name="LiveGrants">How many grants are live.</param>
/// <param name="OverdueCount">How many should have ended, and did not.</param>
/// <param name="Overdue">The most overdue of them, the oldest first; no more than <see cref="Oversee.MostOverdue"/>.</param>
public sealed record Oversight(int LiveGrants, int OverdueCount, IReadOnlyList<Request> Overdue);
