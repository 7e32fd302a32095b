using System.Diagnostics.CodeAnalysis;

namespace AccessBot.Core.Requests;

/// <summary>A request's id: what a Slack button carries, and all that it carries. Ids sort by time of creation.</summary>
public readonly record struct RequestId(Guid Value)
{
    /// <summary>A new id, at the given time.</summary>
    public static RequestId New(DateTimeOffset now) => new(Guid.CreateVersion7(now));

    /// <summary>Reads an id of 32 hexadecimal digits; false if it isn't one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out RequestId id)
    {
        var good = Guid.TryParseExact(text, "N", out var value);
        id = new RequestId(value);
        return good;
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override string ToString() => Value.ToString("N");
}
