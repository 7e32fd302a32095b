namespace AccessBot.Slack.Receiving;

/// <summary>A view as it comes back.</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload</remarks>
/// <param name="Id">The view's id.</param>
/// <param name="Hash">For updates that must not overwrite a newer view.</param>
/// <param name="CallbackId">Which kind of view; empty if it has none.</param>
/// <param name="PrivateMetadata">As it was given; it went through the person's client, so it is a claim.</param>
/// <param name="Values">What is filled in or chosen, by block id, of several one a line; a time in Unix seconds. What isn't is absent.</param>
/// <param name="InputBlocks">The ids of its input blocks, in order: only these can show an error.</param>
internal sealed record ViewPayload(
    string Id,
    string? Hash,
    string CallbackId,
    string PrivateMetadata,
    IReadOnlyDictionary<string, string> Values,
    IReadOnlyList<string> InputBlocks);
