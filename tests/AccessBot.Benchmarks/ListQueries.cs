using System.Globalization;
using AccessBot.Core.People;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.UseCases;

namespace AccessBot.Benchmarks;

/// <summary>The queries behind what people look at, in commands, App Home and the digest: how long each takes among many rows, and how the database goes about it.</summary>
internal static class ListQueries
{
    private const int Times = 50;

    /// <summary>Prints it.</summary>
    /// <param name="plans">The database.</param>
    /// <param name="somebody">Who holds something and had a hundred times as much.</param>
    /// <param name="role">A role that people hold.</param>
    /// <returns>Whether none of them looks through a whole table.</returns>
    public static async Task<bool> PrintAsync(QueryPlans plans, SlackUserId somebody, long role)
    {
        await AskAsync<IRequestLists>("What somebody holds and has asked for", lists => lists.OpenAsync(somebody, 500, CancellationToken.None));
        await AskAsync<IRequestLists>("What somebody had", lists => lists.EndedAsync(somebody, ListOwnRequests.MostEnded, CancellationToken.None));
        await AskAsync<IRequestLists>("What waits for a decision", lists => lists.UndecidedAsync(ListWaitingRequests.MostLookedAt + 1, CancellationToken.None));
        await AskAsync<IRequestStore>("Who holds a role", store => store.OpenAsync(new RequestSelection.OfRoles([role], []), CancellationToken.None));
        return !plans.HasScanned;

        async Task AskAsync<TPort>(string what, Func<TPort, Task> call)
            where TPort : notnull
        {
            await plans.PrintAsync(what, call);
            var figures = await plans.MeasureAsync(Times, call);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"\n{figures.Row(what)}"));
        }
    }
}
