using System.Runtime.CompilerServices;
using AccessBot.Tests.Support;

[assembly: AssemblyFixture(typeof(PostgresForTheRun))]

namespace AccessBot.Tests.Support;

/// <summary>Stops the shared PostgreSQL when the last test has run.</summary>
public sealed class PostgresForTheRun : IAsyncDisposable
{
    /// <summary>Hangfire keeps the first logger that it is given for ever, and throws when the application that it was of has gone by its first use of PostgreSQL.</summary>
    static PostgresForTheRun() => RuntimeHelpers.RunClassConstructor(typeof(Hangfire.PostgreSql.PostgreSqlObjectsInstaller).TypeHandle);

    public async ValueTask DisposeAsync()
    {
        if (PostgresServer.IsStarted)
        {
            await (await PostgresServer.GetAsync()).DisposeAsync();
        }
    }
}
