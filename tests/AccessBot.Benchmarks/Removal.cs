using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Benchmarks;

/// <summary>Somebody's being taken out of a role, as OneLogin saw it.</summary>
internal readonly record struct Removal(long User, long Role, DateTimeOffset At)
{
    /// <summary>Those that the calls made, each of which may have made many.</summary>
    public static IEnumerable<Removal> In(IEnumerable<OneLoginCall> calls) =>
        calls.SelectMany(call => call.Effect.Where(e => !e.Added).Select(e => new Removal(e.UserId, e.RoleId, call.At)));
}
