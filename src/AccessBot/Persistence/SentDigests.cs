using AccessBot.Core.People;
using AccessBot.Slack.Digests;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>The day of the last digest, as midnight in UTC wherever it was: of everybody together, and of each person.</summary>
internal sealed class SentDigests(IDbContextFactory<AccessBotContext> contexts) : ISentDigests
{
    private const string OfAll = "digest";
    private const string OfPerson = "digest/";

    public Task<bool> AreOverAsync(DateOnly day, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var midnight = MidnightOf(day);
        return await context.SharedTimes.AnyAsync(t => t.Name == OfAll && t.At >= midnight, cancel);
    });

    public Task AreOverNowAsync(DateOnly day, CancellationToken cancel) => NoteAsync(OfAll, MidnightOf(day), cancel);

    public Task<IReadOnlySet<SlackUserId>> OfAsync(DateOnly day, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlySet<SlackUserId>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var midnight = MidnightOf(day);
        var names = await context.SharedTimes.Where(t => t.Name.StartsWith(OfPerson) && t.At >= midnight).Select(t => t.Name).ToListAsync(cancel);
        return names.Select(name => SlackUserId.Parse(name[OfPerson.Length..])).ToHashSet();
    });

    public Task<bool> BeginAsync(SlackUserId person, DateOnly day, CancellationToken cancel) => NoteAsync(NameOf(person), MidnightOf(day), cancel);

    public Task TakeBackAsync(SlackUserId person, DateOnly day, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        var (name, midnight) = (NameOf(person), MidnightOf(day));
        return await context.SharedTimes.Where(t => t.Name == name && t.At == midnight).ExecuteDeleteAsync(cancel);
    });

    private static string NameOf(SlackUserId person) => $"{OfPerson}{person}";

    private static DateTimeOffset MidnightOf(DateOnly day) => new(day, TimeOnly.MinValue, TimeSpan.Zero);

    /// <returns>False if that day or a later one is noted already: of several at once, one notes it.</returns>
    private Task<bool> NoteAsync(string name, DateTimeOffset midnight, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        if (await context.SharedTimes.Where(t => t.Name == name && t.At < midnight).ExecuteUpdateAsync(row => row.SetProperty(t => t.At, midnight), cancel) > 0)
        {
            return true;
        }

        if (await context.SharedTimes.AnyAsync(t => t.Name == name, cancel))
        {
            return false;
        }

        context.Add(new SharedTime { Name = name, At = midnight });
        try
        {
            return await context.SaveChangesAsync(cancel) > 0;
        }
        catch (DbUpdateException e) when (DatabaseFault.IsConflict(e))
        {
            return false;
        }
    });
}
