using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AccessBot.Core.Rules.Reading;

/// <summary>
/// Makes a tree out of the parser's events. YamlDotNet's own tree was not taken: it stops at the first duplicate key, and
/// its deserializer hides where things stand.
/// </summary>
internal sealed class YamlTree
{
    private const int LargestFile = 1_000_000;

    // The rules are 7 deep; the parser's time grows with the square of the depth.
    private const int Deepest = 32;

    private readonly ProblemList problems;
    private readonly Parser parser;
    private readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);

    /// <summary>Brackets and braces that are open, innermost last.</summary>
    private readonly Stack<Mark> open = new();
    private ParsingEvent? last;

    private YamlTree(string text, ProblemList problems)
    {
        this.problems = problems;
        parser = new Parser(new StringReader(text));
    }

    /// <summary>The file's one document; null, with a problem told, if there is none to be read.</summary>
    public static YamlNode? Read(string text, ProblemList problems)
    {
        text = text.TrimStart('\uFEFF');
        if (text.Length > LargestFile)
        {
            problems.Add(RulesProblemCode.TooLarge, 1, 1, $"The file has more than {LargestFile} characters.", "Make sure that it is the rules file, and shorten it.");
            return null;
        }

        if (BrokenYaml.TellForbidden(problems, text))
        {
            return null;
        }

        var tree = new YamlTree(text, problems);
        try
        {
            return tree.ReadDocument();
        }
        catch (Exception e) when (BrokenYaml.Is(e))
        {
            BrokenYaml.Tell(problems, e, text, tree.open.TryPeek(out var bracket) ? bracket : null, tree.last);
        }

        return null;
    }

    private YamlNode? ReadDocument()
    {
        Next();
        var root = Next() is DocumentStart ? ReadNode(Next(), depth: 0) : new YamlNode.Scalar(1, 1, "", IsPlain: true);
        if (root is YamlNode.Scalar { IsNull: true })
        {
            problems.Add(RulesProblemCode.EmptyFile, 1, 1, "The file is empty.", "Begin with 'version: 1', 'admins', 'targets' and 'flows'; the README has a whole example.");
            return null;
        }

        Next();
        if (root is not null && Next() is DocumentStart second)
        {
            problems.Add(RulesProblemCode.YamlFeature, (int)second.Start.Line, (int)second.Start.Column, "A second document begins here.", "Keep all rules in one document: remove the '---'.");
        }

        return root;
    }

    private ParsingEvent Next()
    {
        last = parser.MoveNext() ? parser.Current! : throw new SemanticErrorException("Unexpected end of the file.");
        return last;
    }

    /// <summary>Null only when the file is too deep, which ends the reading.</summary>
    private YamlNode? ReadNode(ParsingEvent start, int depth)
    {
        var (line, column) = ((int)start.Start.Line, (int)start.Start.Column);
        if (depth > Deepest)
        {
            problems.Add(RulesProblemCode.TooLarge, line, column, "Lists and mappings are nested too deeply.", "Compare with the README's example.");
            return null;
        }

        if (start is AnchorAlias alias)
        {
            return Aliased(alias);
        }

        YamlNode? node = start switch
        {
            SequenceStart sequence => ReadList(sequence, line, column, depth),
            MappingStart mapping => ReadMap(mapping, line, column, depth),
            Scalar scalar => new YamlNode.Scalar(line, column, scalar.Value, scalar.Style == ScalarStyle.Plain),
            _ => throw new SemanticErrorException(start.Start, start.End, "Something else was expected here."),
        };

        if (start is NodeEvent { Tag.IsEmpty: false } tagged && !tagged.Tag.IsNonSpecific)
        {
            problems.Add(RulesProblemCode.YamlFeature, line, column, $"The tag {Quoted.Text(tagged.Tag.Value)} is not used in rules.", "Remove it.");
        }

        if (node is not null && start is NodeEvent { Anchor.IsEmpty: false } anchored)
        {
            anchors[anchored.Anchor.Value] = node;
        }

        return node;
    }

    private YamlNode.Scalar Unknown(int line, int column, string name)
    {
        problems.Add(
            RulesProblemCode.YamlFeature, line, column, $"The alias '*{name}' stands for nothing (yet).",
            anchors.Count == 0 ? $"Write '&{name}' before what it stands for, above this line." : $"Known here: {Quoted.Listed(anchors.Keys.Order(StringComparer.Ordinal))}.");
        problems.Silence(line, column);
        return new YamlNode.Scalar(line, column, $"*{name}", IsPlain: true);
    }

    private YamlNode Aliased(AnchorAlias alias) =>
        anchors.GetValueOrDefault(alias.Value.Value) ?? Unknown((int)alias.Start.Line, (int)alias.Start.Column, alias.Value.Value);

    private YamlNode.List? ReadList(SequenceStart start, int line, int column, int depth)
    {
        var list = new YamlNode.List(line, column, []);
        if (start.Style == SequenceStyle.Flow)
        {
            open.Push(start.Start);
        }

        for (var next = Next(); next is not SequenceEnd; next = Next())
        {
            if (ReadNode(next, depth + 1) is not { } item)
            {
                return null;
            }

            list.Items.Add(item);
        }

        if (start.Style == SequenceStyle.Flow)
        {
            open.Pop();
        }

        return list;
    }

    private YamlNode.Map? ReadMap(MappingStart start, int line, int column, int depth)
    {
        var map = new YamlNode.Map(line, column, []);
        var keys = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        if (start.Style == MappingStyle.Flow)
        {
            open.Push(start.Start);
        }

        for (var next = Next(); next is not MappingEnd; next = Next())
        {
            if (ReadNode(next, depth + 1) is not { } key || ReadNode(Next(), depth + 1) is not { } value)
            {
                return null;
            }

            if (key is not YamlNode.Scalar name)
            {
                problems.Add(RulesProblemCode.YamlFeature, key, $"A key can't be {key.Kind}.", "Write a plain word, then a colon.");
            }
            else if (name.Text is "<<" && name.IsPlain)
            {
                problems.Add(RulesProblemCode.YamlFeature, key, "The merge key '<<' is not used in rules.", "Write the keys out; a single value can be repeated with an alias.");
            }
            else if (!keys.TryAdd(name.Text, name))
            {
                problems.Add(RulesProblemCode.DuplicateKey, key, $"The key {Quoted.Text(name.Text)} stands here twice; the first is in line {keys[name.Text].Line}.", "Remove or rename one of the two.");
            }
            else
            {
                map.Entries.Add((name, value));
            }
        }

        if (start.Style == MappingStyle.Flow)
        {
            open.Pop();
        }

        return map;
    }
}
