using System.Text;

namespace AccessBot.Core.Rules.Reading;

/// <summary>Takes the file apart into what can change by itself, each as it is written, without comments and layout.</summary>
/// <remarks>Of the text, not of the rules that were read: so a key that is new to the rules needs nothing here.</remarks>
internal static class RulesParts
{
    public static IReadOnlyDictionary<string, string> Of(YamlNode root)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in root is YamlNode.Map map ? map.Entries : [])
        {
            if (key.Text is "targets" or "flows" && value is YamlNode.Map named)
            {
                foreach (var (name, part) in named.Entries)
                {
                    parts[$"{key.Text[..^1]} {name.Text}"] = Written(part);
                }
            }
            else
            {
                parts[key.Text] = Written(value);
            }
        }

        return parts;
    }

    private static string Written(YamlNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    private static void Write(YamlNode node, StringBuilder text)
    {
        switch (node)
        {
            case YamlNode.Scalar scalar:
                // With its length, so that no text can pass for structure.
                text.Append(scalar.IsPlain ? 'p' : 'q').Append(scalar.Text.Length).Append(':').Append(scalar.Text);
                break;
            case YamlNode.List list:
                text.Append('[');
                list.Items.ForEach(item => Write(item, text));
                text.Append(']');
                break;
            case YamlNode.Map map:
                text.Append('{');
                foreach (var (key, value) in map.Entries)
                {
                    Write(key, text);
                    Write(value, text);
                }

                text.Append('}');
                break;
        }
    }
}
