using System.Globalization;
using System.Text.Json.Nodes;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Reading;
using AccessBot.Tests.Support;
using Json.Schema;

namespace AccessBot.Tests.Core.Rules;

/// <summary>The JSON Schema says what the reader says, as far as a schema can. It is held against both by somebody else's validator.</summary>
public sealed class RulesSchemaTests
{
    private static readonly JsonSchema Schema = JsonSchema.FromText(RulesSchema.Text());

    /// <summary>What the reader tells and a schema can't: how things fit together, and what is YAML's rather than the rules'.</summary>
    private static readonly string[] BeyondASchema =
    [
        RulesProblemCode.YamlFeature, RulesProblemCode.DuplicateValue, RulesProblemCode.UnknownTarget, RulesProblemCode.UnknownField, RulesProblemCode.Contradiction,
        RulesProblemCode.BadPattern, RulesProblemCode.DuplicateKey,
    ];

    /// <summary>What is said of a field for its type's sake.</summary>
    private static readonly string[] OfTheFieldsType =
        ["'min' of field", "'max' of field", "choice of field", "default of field", "The key 'choices'", "The key 'default'"];

    /// <summary>How deep lists of people may stand within each other.</summary>
    private const string TooDeep = "nested more than";

    [Fact]
    public void The_schema_beside_the_deployment_is_the_one_that_the_command_writes() =>
        Assert.True(File.ReadAllText(Repository.File("deploy/access.schema.json")) == RulesSchema.Text(),
            "deploy/access.schema.json is behind: dotnet run --project src/AccessBot -- schema > deploy/access.schema.json");

    [Theory]
    [InlineData("src/AccessBot.Sandbox/Bot/access.yaml")]
    [InlineData("deploy/access.sample.yaml")]
    public void A_file_of_the_repository_is_taken_by_reader_and_schema(string path)
    {
        var text = File.ReadAllText(Repository.File(path));

        Assert.Empty(RulesFile.Read(text, path).Problems);
        Assert.True(IsTaken(text));
    }

    [Fact]
    public void The_rules_of_the_tests_are_taken()
    {
        Assert.True(IsTaken(RulesText.Good));
        Assert.True(IsTaken(JourneyRules.Usual));
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void What_the_reader_takes_or_refuses_the_schema_does_too(int line, string instead)
    {
        var text = RulesText.With(line, instead);
        var problems = RulesFile.Read(text, "access.yaml").Problems.Select(problem => problem.Code).Except(BeyondASchema, StringComparer.Ordinal).ToList();

        Assert.True(problems.Count == 0 == IsTaken(text), $"The reader says {string.Join(", ", problems)}. The file:{Environment.NewLine}{text}");
    }

    /// <summary>The mistakes that the reader's own table has.</summary>
    public static TheoryData<int, string> Mistakes()
    {
        var rows = typeof(RulesProblemTests).GetMethod(nameof(RulesProblemTests.A_mistake_is_told_with_its_place_and_a_remedy))!
            .GetCustomAttributes(typeof(InlineDataAttribute), inherit: false).Cast<InlineDataAttribute>();
        var mistakes = new TheoryData<int, string>();
        foreach (var row in rows)
        {
            var (line, instead) = ((int)row.Data[0]!, (string)row.Data[1]!);
            if (IsForASchema(RulesText.With(line, instead)))
            {
                mistakes.Add(line, instead);
            }
        }

        return mistakes;
    }

    /// <summary>Every value of the good file in turn is made a list, a mapping, nothing; every mapping is given a key too many and every key in turn is taken away.</summary>
    [Fact]
    public void Whatever_is_put_in_a_value_s_place_reader_and_schema_agree()
    {
        var root = Tree(RulesText.Good)!;
        string[] instead = ["[]", "{}", "~", "[x]", "{ x: y }", "x", "true", "7", "0", "''", "'7'", "1h"];
        foreach (var path in Paths(root, ""))
        {
            foreach (var value in instead)
            {
                Agree(Written(root, path, value));
            }

            Agree(Written(root, path, put: null));
            Agree(Written(root, path + "/unknown", "x"));
        }

        static void Agree(string text)
        {
            var all = RulesFile.Read(text, "access.yaml").Problems.Select(problem => problem.Code).ToList();
            if (all.Contains(RulesProblemCode.UnknownTarget) || !text.Contains("\"durations\"", StringComparison.Ordinal))
            {
                // A name that there is not is no mistake to a schema, and durations are needed unless access ends by hand.
                return;
            }

            var problems = all.Except(BeyondASchema, StringComparer.Ordinal).ToList();
            Assert.True(problems.Count == 0 == IsTaken(text), $"The reader says {string.Join(", ", problems)}. The file:{Environment.NewLine}{text}");
        }
    }

    private static bool IsForASchema(string text)
    {
        var problems = new ProblemList("access.yaml");
        return YamlTree.Read(text, problems) is not null && problems.IsEmpty
            // To JSON these are whole numbers and a flag.
            && !Array.Exists(["version: 1.0", "oneLoginRole: 081878", "required: True"], odd => text.Contains(odd, StringComparison.Ordinal))
            // What a year is no pattern says well, nor who can't be meant where, nor what a field of a type may have.
            && RulesFile.Read(text, "access.yaml").Problems.All(problem =>
                !problem.Message.Contains(TooDeep, StringComparison.Ordinal)
                && !Array.Exists(OfTheFieldsType, words => problem.Message.Contains(words, StringComparison.Ordinal))
                && !(problem.Code is RulesProblemCode.BadDuration && (problem.Message.Contains("365", StringComparison.Ordinal) || problem.Message.Contains("below a minute", StringComparison.Ordinal)))
                && !(problem.Code is RulesProblemCode.BadPrincipal && problem.Remedy == "Name people, groups or a role.")
                && !(problem.Code is RulesProblemCode.BadText && problem.Message.Contains("several lines", StringComparison.Ordinal))
                && !(problem.Code is RulesProblemCode.MissingKey && problem.Message.Contains("'durations'", StringComparison.Ordinal)));
    }

    internal static bool IsTaken(string text) => Schema.Evaluate(Tree(text)).IsValid;

    private static JsonNode? Tree(string text)
    {
        var problems = new ProblemList("access.yaml");
        return Json(YamlTree.Read(text, problems) ?? throw new ArgumentException(string.Join(", ", problems.InOrder), nameof(text)));
    }

    /// <summary>As YAML's core schema has it, by which editors make JSON of it.</summary>
    private static JsonNode? Json(YamlNode node) => node switch
    {
        YamlNode.Scalar { IsNull: true } => null,
        YamlNode.Scalar { IsPlain: true, Text: "true" or "True" or "TRUE" or "false" or "False" or "FALSE" } flag => string.Equals(flag.Text, "true", StringComparison.OrdinalIgnoreCase),
        YamlNode.Scalar { IsPlain: true } scalar when long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        YamlNode.Scalar scalar => scalar.Text,
        YamlNode.List list => new JsonArray([.. list.Items.Select(Json)]),
        YamlNode.Map map => new JsonObject(map.Entries.Select(entry => KeyValuePair.Create(entry.Key.Text, Json(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static IEnumerable<string> Paths(JsonNode? node, string path) => node switch
    {
        JsonObject map => map.SelectMany(entry => Paths(entry.Value, $"{path}/{entry.Key}").Prepend($"{path}/{entry.Key}")),
        JsonArray list => list.SelectMany((item, i) => Paths(item, $"{path}/{i}").Prepend($"{path}/{i}")),
        _ => [],
    };

    /// <summary>The file with one value replaced, added or taken away. JSON is YAML, too.</summary>
    private static string Written(JsonNode root, string path, string? put)
    {
        const string mark = "THE VALUE";
        var copy = root.DeepClone();
        var steps = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var parent = steps[..^1].Aggregate(copy, (node, step) => node is JsonArray list ? list[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);
        switch (parent)
        {
            case JsonArray list when put is null:
                list.RemoveAt(int.Parse(steps[^1], CultureInfo.InvariantCulture));
                break;
            case JsonArray list when int.TryParse(steps[^1], CultureInfo.InvariantCulture, out var at):
                list[at] = mark;
                break;
            case JsonArray list:
                list.Add(mark);
                break;
            case JsonObject map when put is null:
                map.Remove(steps[^1]);
                break;
            case JsonObject map:
                map[steps[^1]] = mark;
                break;
            default:
                return root.ToJsonString();
        }

        return copy.ToJsonString().Replace($"\"{mark}\"", put, StringComparison.Ordinal);
    }
}
