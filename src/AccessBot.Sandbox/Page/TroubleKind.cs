using System.Text.Json.Serialization;

namespace AccessBot.Sandbox.Page;

[JsonConverter(typeof(JsonStringEnumConverter<TroubleKind>))]
internal enum TroubleKind
{
    [JsonStringEnumMemberName("none")]
    None,

    [JsonStringEnumMemberName("slow")]
    Slow,

    [JsonStringEnumMemberName("down")]
    Down,
}
