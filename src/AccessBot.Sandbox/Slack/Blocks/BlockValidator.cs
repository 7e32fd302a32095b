using System.Collections.Frozen;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

// The limits of blocks. Kinds of block that are not listed here (tables, cards, video) are refused, though Slack knows them in some places.
internal sealed class BlockValidator(BlockErrors errors, string surface)
{
    private const int LongestMarkdown = 12_000;

    private static readonly FrozenDictionary<string, FrozenSet<string>> Names = new Dictionary<string, FrozenSet<string>>(StringComparer.Ordinal)
    {
        ["section"] = Known("text", "fields", "accessory", "expand"),
        ["header"] = Known("text"),
        ["divider"] = Known(),
        ["context"] = Known("elements"),
        ["actions"] = Known("elements"),
        ["input"] = Known("label", "element", "hint", "optional", "dispatch_action"),
        ["image"] = Known("image_url", "slack_file", "alt_text", "title"),
        ["rich_text"] = Known("elements"),
        ["markdown"] = Known("text"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private int _markdown;

    /// <param name="surface"><c>message</c>, <c>modal</c> or <c>home</c>.</param>
    public static void Check(JsonElement blocks, BlockErrors errors, string pointer, string surface)
    {
        var most = surface == "message" ? 50 : 100;
        if (blocks.GetArrayLength() > most)
        {
            errors.Add(pointer, $"no more than {most} items allowed");
        }

        var validator = new BlockValidator(errors, surface);
        var blockIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (block, index) in blocks.EnumerateArray().Select((block, index) => (block, index)))
        {
            var at = $"{pointer}/{index}";
            if (block.ValueKind != JsonValueKind.Object)
            {
                errors.Add(at, "must be an object");
                continue;
            }

            TextRules.CheckString(block, "block_id", errors, at, 255);
            if (block.Text("block_id") is { } id && !blockIds.Add(id))
            {
                errors.Add(at + "/block_id", $"`block_id` {id} already exists");
            }

            validator.Check(block, at);
        }
    }

    private static FrozenSet<string> Known(params string[] names) => FrozenSet.ToFrozenSet([.. names, "type", "block_id"], StringComparer.Ordinal);

    private void Check(JsonElement block, string at)
    {
        var type = block.Text("type");
        if (type is null || !Names.TryGetValue(type, out var names) || (type == "markdown" && surface != "message"))
        {
            errors.Add(at + "/type", "unsupported type: " + type);
            return;
        }

        TextRules.CheckNames(block, names, errors, at);
        switch (type)
        {
            case "section":
                CheckSection(block, at);
                break;
            case "header":
                TextRules.CheckObject(block, "text", errors, at, 150, plainOnly: true, required: true);
                break;
            case "context":
                foreach (var (element, pointer) in TextRules.CheckItems(block, "elements", errors, at, 10))
                {
                    CheckContextElement(element, pointer);
                }

                break;
            case "actions":
                CheckElements(TextRules.CheckItems(block, "elements", errors, at, 25), "actions");
                break;
            case "input":
                CheckInput(block, at);
                break;
            case "image":
                ElementRules.CheckImage(block, errors, at);
                TextRules.CheckObject(block, "title", errors, at, 2000, plainOnly: true, required: false);
                break;
            case "rich_text":
                _ = TextRules.CheckItems(block, "elements", errors, at, int.MaxValue - 1);
                break;
            case "markdown":
                CheckMarkdown(block, at);
                break;
        }
    }

    private void CheckSection(JsonElement block, string at)
    {
        TextRules.CheckObject(block, "text", errors, at, 3000, plainOnly: false, required: block.Part("fields") is null);
        if (block.Part("fields") is not null)
        {
            foreach (var (field, pointer) in TextRules.CheckItems(block, "fields", errors, at, 10))
            {
                TextRules.CheckObject(field, errors, pointer, 2000, plainOnly: false);
            }
        }

        if (block.Part("accessory") is { } accessory)
        {
            CheckElements([(accessory, at + "/accessory")], "section");
        }
    }

    private void CheckContextElement(JsonElement element, string at)
    {
        if (element.Text("type") == "image")
        {
            ElementRules.Check(element, errors, at, "context");
        }
        else
        {
            TextRules.CheckObject(element, errors, at, 3000, plainOnly: false);
        }
    }

    private void CheckInput(JsonElement block, string at)
    {
        TextRules.CheckObject(block, "label", errors, at, 2000, plainOnly: true, required: true);
        TextRules.CheckObject(block, "hint", errors, at, 2000, plainOnly: true, required: false);
        if (block.Part("element") is { } element)
        {
            CheckElements([(element, at + "/element")], "input");
        }
        else
        {
            errors.Missing(at, "element");
        }
    }

    private void CheckMarkdown(JsonElement block, string at)
    {
        TextRules.CheckString(block, "text", errors, at, LongestMarkdown, required: true);

        // The limit holds for all markdown blocks of a message together.
        var before = _markdown;
        _markdown += block.Text("text")?.CodePoints() ?? 0;
        if (before > 0 && _markdown > LongestMarkdown)
        {
            errors.Add(at + "/text", $"must be less than {LongestMarkdown + 1} characters in all markdown blocks");
        }
    }

    private void CheckElements(IEnumerable<(JsonElement Item, string Pointer)> elements, string place)
    {
        var actionIds = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (element, at) in elements)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                errors.Add(at, "must be an object");
                continue;
            }

            ElementRules.Check(element, errors, at, place);
            if (element.Text("action_id") is { } id && !actionIds.Add(id))
            {
                errors.Add(at + "/action_id", $"`action_id` {id} already exists");
            }
        }
    }
}
