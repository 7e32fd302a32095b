using System.Text;
using System.Text.Json.Nodes;
using AccessBot.Slack.Receiving;
using AccessBot.Slack.Receiving.Sockets;
using CsCheck;

namespace AccessBot.Tests.Slack.Receiving;

public sealed class DoorInputTests
{
    private static readonly Gen<string> Hostile = Gen.OneOf(
        Gen.OneOf(
            "null", "true", "-1", "1e999", "123456789012345678901234567890", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[]]", "{\"id\":{}}",
            "{\"id\":\"U1\",\"id\":\"U2\"}", "{\"\\ud800\":1}", "\"<!channel>\"", "\"http://169.254.169.254/\"", "[null,{\"type\":\"input\"}]"),
        Gen.Int[1, 90].Select(depth => string.Concat(Enumerable.Repeat("{\"view\":", depth)) + "1" + new string('}', depth)),
        Gen.Int[1, 90].Select(depth => new string('[', depth) + new string(']', depth)));

    // A real payload with one of its parts replaced, or left out.
    private static readonly Gen<string> Mutated = Gen.Select(Gen.OneOf(Samples.All), Gen.Int[0, 200], Hostile, (sample, place, hostile) =>
    {
        var json = JsonNode.Parse(sample)!;
        var nodes = Nodes(json).ToList();
        var victim = nodes[place % nodes.Count];
        const string Mark = "\"@@\"";
        if (victim.Parent is JsonObject parent)
            parent[victim.GetPropertyName()] = "@@";
        else
            victim.Parent!.AsArray()[victim.GetElementIndex()] = "@@";

        return json.ToJsonString().Replace(Mark, hostile, StringComparison.Ordinal);
    });

    private static readonly Gen<byte[]> FormOfPayload = Mutated.Select(json => FrontDoor.Form(("payload", json)));

    private static readonly Gen<byte[]> Damaged = Gen.Select(
        Gen.OneOf(FormOfPayload, Gen.Const(Samples.Command())), Gen.Int[0, 10_000], Gen.Byte, (body, place, damage) =>
        {
            body = [.. body];
            body[place % body.Length] = damage;
            return body;
        });

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task Whatever_comes_in_is_answered_and_never_with_a_server_error(string contentType)
    {
        await using var door = await FrontDoor.OpenAsync();
        var bodies = Gen.OneOf(Gen.Byte.Array[0, 300], Mutated.Select(Encoding.UTF8.GetBytes), FormOfPayload, Damaged);

        await bodies.SampleAsync(
            async body =>
            {
                using var response = await door.PostAsync(body, contentType);

                Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode}");
            },
            iter: 1500,
            threads: 2,
            print: body => Encoding.UTF8.GetString(body));
    }

    private static IEnumerable<JsonNode> Nodes(JsonNode node)
    {
        var children = node switch
        {
            JsonObject parts => parts.Select(part => part.Value),
            JsonArray items => items,
            _ => [],
        };
        foreach (var child in children.OfType<JsonNode>())
        {
            yield return child;
            foreach (var below in Nodes(child))
                yield return below;
        }
    }

    [Fact]
    public void Whatever_comes_down_a_connection_is_read_or_is_unreadable_and_nothing_else()
    {
        var messages = Gen.OneOf(
            Gen.Byte.Array[0, 300],
            Mutated.Select(Encoding.UTF8.GetBytes),
            Mutated.Select(json => Encoding.UTF8.GetBytes($$"""{"type":"interactive","envelope_id":"1","payload":{{json}}}""")),
            Hostile.Select(json => Encoding.UTF8.GetBytes($$"""{"type":"slash_commands","envelope_id":{{json}},"payload":{"command":{{json}},"user_id":{{json}}},"retry_attempt":{{json}}}""")));

        messages.Sample(
            message =>
            {
                try
                {
                    if (EnvelopeReader.Read(message) is { Payload: { } payload } envelope)
                        _ = envelope.Type == "interactive" ? PayloadReader.Json(payload) : PayloadReader.Command(payload);
                }
                catch (UnreadablePayloadException)
                {
                    // Which is refused, in words of its own.
                }
            },
            iter: 3000,
            print: message => Encoding.UTF8.GetString(message));
    }
}
