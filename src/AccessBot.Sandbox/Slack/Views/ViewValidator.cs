using System.Collections.Frozen;
using System.Text;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

internal static class ViewValidator
{
    private const int LargestInBytes = 250 * 1024;

    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        ["type", "title", "close", "submit", "blocks", "private_metadata", "callback_id", "external_id", "clear_on_close", "notify_on_close", "submit_disabled"],
        StringComparer.Ordinal);

    /// <summary>Throws what Slack would answer if the view is not as it must be.</summary>
    public static void Require(JsonElement view, string type)
    {
        if (view.ValueKind != JsonValueKind.Object)
        {
            throw Refused(["must be an object [json-pointer:/view]"]);
        }

        if (Encoding.UTF8.GetByteCount(view.GetRawText()) > LargestInBytes)
        {
            throw new SlackApiException("view_too_large");
        }

        var errors = new BlockErrors();
        TextRules.CheckNames(view, Names, errors, "/view");
        if (view.Text("type") != type)
        {
            errors.Add("/view/type", $"must be {type}");
        }

        var isModal = type == "modal";
        TextRules.CheckObject(view, "title", errors, "/view", 24, plainOnly: true, required: isModal);
        TextRules.CheckObject(view, "close", errors, "/view", 24, plainOnly: true, required: false);
        TextRules.CheckObject(view, "submit", errors, "/view", 24, plainOnly: true, required: isModal && HasInput(view));
        TextRules.CheckString(view, "private_metadata", errors, "/view", 3000, least: 0);
        TextRules.CheckString(view, "callback_id", errors, "/view", 255, least: 0);
        TextRules.CheckString(view, "external_id", errors, "/view", 255, least: 0);
        if (view.Part("blocks") is { ValueKind: JsonValueKind.Array } blocks)
        {
            BlockValidator.Check(blocks, errors, "/view/blocks", type);
        }
        else
        {
            errors.Missing("/view", "blocks");
        }

        if (errors.Any)
        {
            throw Refused(errors.All);
        }
    }

    private static bool HasInput(JsonElement view) => view.Items("blocks").Any(block => block.Text("type") == "input");

    private static SlackApiException Refused(IEnumerable<string> messages) =>
        new("invalid_arguments") { Messages = [.. messages.Select(message => "[ERROR] " + message)] };
}
