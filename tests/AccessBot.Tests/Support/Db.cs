namespace AccessBot.Tests.Support;

/// <summary>Everything that touches a database runs on both.</summary>
public enum Db
{
    Sqlite,
    Postgres,
}
