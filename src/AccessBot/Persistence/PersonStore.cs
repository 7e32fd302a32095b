using AccessBot.Core.People;
using AccessBot.Core.Ports;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>Links between Slack users and OneLogin users in the database, whose keys keep them unique.</summary>
internal sealed class PersonStore(IDbContextFactory<AccessBotContext> contexts) : IPersonStore
{
    public Task<Person?> FindAsync(SlackUserId slackUser, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.People.AsNoTracking().SingleOrDefaultAsync(p => p.SlackUser == slackUser, cancel);
    });

    public Task<Person?> FindAsync(long oneLoginUser, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.People.AsNoTracking().SingleOrDefaultAsync(p => p.OneLoginUser == oneLoginUser, cancel);
    });

    public Task<IReadOnlyList<Person>> FindAsync(string email, CancellationToken cancel) => DatabaseFault.TranslateAsync<IReadOnlyList<Person>>(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
#pragma warning disable CA1304, CA1311, MA0011 // Translated to SQL, which has no cultures.
        var address = email.ToLower();
        return await context.People.AsNoTracking().Where(p => p.Email.ToLower() == address).ToListAsync(cancel);
#pragma warning restore CA1304, CA1311, MA0011
    });

    public Task<Person?> LinkAsync(Person person, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        context.Add(person);
        try
        {
            await context.SaveChangesAsync(cancel);
            return person;
        }
        catch (DbUpdateException e) when (DatabaseFault.IsConflict(e))
        {
            context.ChangeTracker.Clear();
            return await context.People.AsNoTracking().SingleOrDefaultAsync(p => p.SlackUser == person.SlackUser, cancel);
        }
    });

    public Task<bool> ReplaceAsync(Person person, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        try
        {
            await context.People.Where(p => p.SlackUser == person.SlackUser).ExecuteUpdateAsync(p => p
                .SetProperty(row => row.OneLoginUser, person.OneLoginUser)
                .SetProperty(row => row.Email, person.Email)
                .SetProperty(row => row.LinkedAt, person.LinkedAt), cancel);
            return true;
        }
        catch (Exception e) when (DatabaseFault.IsConflict(e))
        {
            return false;
        }
    });

    public Task<bool> UnlinkAsync(SlackUserId slackUser, CancellationToken cancel) => DatabaseFault.TranslateAsync(async () =>
    {
        await using var context = await contexts.CreateDbContextAsync(cancel);
        return await context.People.Where(p => p.SlackUser == slackUser).ExecuteDeleteAsync(cancel) > 0;
    });
}
