using AccessBot.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresForTheRun))]

namespace AccessBot.Tests.Support;

/// <summary>Stops the shared PostgreSQL when the last test has run.</summary>
public sealed class PostgresForTheRun : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        if (PostgresServer.IsStarted)
        {
            await (await PostgresServer.GetAsync()).DisposeAsync();
        }
    }
}
