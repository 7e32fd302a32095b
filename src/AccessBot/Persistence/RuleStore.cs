using System.Text;
using AccessBot.Core.Ports;
using AccessBot.Core.Rules.Code;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Persistence;

/// <summary>What rules in C# keep, in a table of its own.</summary>
internal sealed class RuleStore(IDbContextFactory<AccessBotContext> contexts) : IRuleStore
{
    private const int LongestKey = 200;
    private const int LargestValue = 64 * 1024;

    // What isn't Unicode would come back as something else.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public Task<string?> FetchAsync(string key, CancellationToken cancel) => AskAsync(async context =>
    {
        CheckKey(key);
        return await context.RuleStore.Where(r => r.Key == key).Select(r => r.Value).SingleOrDefaultAsync(cancel);
    }, cancel);

    public Task PutAsync(string key, string? value, CancellationToken cancel) => AskAsync(async context =>
    {
        CheckKey(key);
        if (value is null)
        {
            return await context.RuleStore.Where(r => r.Key == key).ExecuteDeleteAsync(cancel);
        }

        Check(value, "The value", Size(value) > LargestValue, $"{LargestValue / 1024} KiB in UTF-8");

        // One statement, so that of two processes neither fails and the later counts.
        return await context.Database.ExecuteSqlAsync(
            $"""INSERT INTO "RuleStore" ("Key", "Value") VALUES ({key}, {value}) ON CONFLICT ("Key") DO UPDATE SET "Value" = EXCLUDED."Value" """, cancel);
    }, cancel);

    private static void CheckKey(string key)
    {
        Check(key, "The key", key.Length > LongestKey, $"{LongestKey} characters");
        if (key.Length == 0)
        {
            throw new RuleServiceException("Database:REJECTED", "The key is empty.");
        }
    }

    /// <remarks>PostgreSQL has no text with a zero in it.</remarks>
    private static void Check(string text, string what, bool isTooLarge, string limit)
    {
        if (isTooLarge)
        {
            throw new RuleServiceException("Database:TOO_LARGE", $"{what} has more than {limit}.");
        }

        if (Size(text) < 0 || text.Contains('\0', StringComparison.Ordinal))
        {
            throw new RuleServiceException("Database:REJECTED", $"{what} is not text: it has a zero, or half a character.");
        }
    }

    /// <returns>Negative for what is not Unicode.</returns>
    private static int Size(string text)
    {
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return -1;
        }
    }

    private async Task<T> AskAsync<T>(Func<AccessBotContext, Task<T>> ask, CancellationToken cancel)
    {
        try
        {
            return await DatabaseFault.TranslateAsync(async () =>
            {
                await using var context = await contexts.CreateDbContextAsync(cancel);
                return await ask(context);
            });
        }
        catch (StoreUnavailableException e)
        {
            throw new RuleServiceException("Database:UNAVAILABLE", e.Message, e);
        }
    }
}
