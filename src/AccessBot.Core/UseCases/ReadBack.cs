using AccessBot.Core.Ports;
using AccessBot.Core.Requests;

namespace AccessBot.Core.UseCases;

/// <summary>Judges a write by the state reached, never by its status code.</summary>
/// <remarks>OneLogin documents no bound on how soon a write is seen; five looks within some eight seconds, then the next attempt.</remarks>
internal static class ReadBack
{
    /// <summary>Between the looks.</summary>
    public static readonly TimeSpan[] Waits =
        [TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    /// <summary>Whether OneLogin comes to hold (or not to hold) the membership within the looks.</summary>
    public static async Task<bool> ConfirmsAsync(this IRoleDirectory directory, Membership membership, bool held, TimeProvider clock, CancellationToken cancel)
    {
        foreach (var wait in Waits)
        {
            if (await directory.HoldsAsync(membership, cancel) == held)
            {
                return true;
            }

            await Task.Delay(wait, clock, cancel);
        }

        return await directory.HoldsAsync(membership, cancel) == held;
    }
}
