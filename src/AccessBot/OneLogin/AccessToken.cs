using System.Text.Json;

namespace AccessBot.OneLogin;

/// <summary>A bearer token. A class, because a record would print its value.</summary>
internal sealed class AccessToken(string value, Uri root, DateTimeOffset renewAt, DateTimeOffset endsAt)
{
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Soonest = TimeSpan.FromMinutes(1);

    public string Value => value;

    /// <summary>The tenant that gave it. It is never sent elsewhere, also when the address changes between getting and using it.</summary>
    public Uri Root => root;

    /// <summary>When to ask for the next one.</summary>
    public DateTimeOffset RenewAt => renewAt;

    /// <summary>Until when it may be used if the next one can't be had.</summary>
    public DateTimeOffset EndsAt => endsAt;

    /// <summary>Reads the token endpoint's answer, bare (version 2) or as <c>{"status":…,"data":[…]}</c> (version 1); null if there is no token in it.</summary>
    /// <remarks>
    /// OneLogin hands out the same token until it ends ("Generate Tokens v2") and does not say whether <c>expires_in</c> then
    /// counts down: its end is the earlier of what both readings give. Near the end, or by a wrong clock, that would mean a new
    /// request before every call; therefore not sooner than a minute from now, and a 401 is mended by the caller anyhow.
    /// </remarks>
    public static AccessToken? Read(JsonElement body, Uri root, DateTimeOffset now)
    {
        var token = body.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0 ? data[0] : body;
        if (token.ValueKind != JsonValueKind.Object || !token.TryGetProperty("access_token", out var value)
            || value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text)
        {
            return null;
        }

        var life = TimeSpan.FromSeconds(Math.Clamp(OneLoginJson.Id(token, "expires_in") ?? 36_000, 0, 36_000));
        var created = token.TryGetProperty("created_at", out var at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out var time) ? time : now;
        var end = (created < now ? created : now) + life;
        var soonest = now + Shorter(Soonest, life / 2);
        var renewal = end - Shorter(Margin, life / 10);
        return new AccessToken(text, root, renewal > soonest ? renewal : soonest, end);
    }

    /// <summary>The same token, to be renewed a minute from now: the last try failed.</summary>
    public AccessToken Postponed(DateTimeOffset now) => new(Value, Root, now + Soonest, EndsAt);

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
