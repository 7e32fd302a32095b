using System.Text.Json;
using System.Xml.Linq;
using AccessBot.Tests.Support;

namespace AccessBot.Tests.Deploy;

/// <summary>Every package that anything here is made of or tested by has a licence that somebody has looked at.</summary>
public sealed class LicenceTests
{
    /// <summary>Of these nothing is asked but that they are named, which the bill of materials does.</summary>
    private static readonly string[] Allowed = ["MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "PostgreSQL", "MS-PL"];

    /// <summary>Whose licence is a file in the package. By the LGPL they may be used as they are, as libraries that can be exchanged: the image has each as a file of its own.</summary>
    private static readonly Dictionary<string, string> ByTheirFile = new(StringComparer.Ordinal)
    {
        ["Hangfire.AspNetCore"] = "LGPL v3 License",
        ["Hangfire.Core"] = "LGPL v3 License",
        ["Hangfire.InMemory"] = "LGPL v3 License",
        ["Hangfire.NetCore"] = "LGPL v3 License",
        ["Hangfire.PostgreSql"] = "LGPLv3 license",
    };

    public static TheoryData<string> Projects =>
        [.. new[] { "src", "tests" }.SelectMany(folder => Directory.EnumerateDirectories(Repository.File(folder))).Select(project => Path.Combine(project, "obj", "project.assets.json"))
            .Where(File.Exists).Select(file => Path.GetRelativePath(Repository.Root, file)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Projects))]
    public void Each_is_allowed(string assets)
    {
        var packages = Packages(assets).ToList();

        Assert.All(packages, package =>
        {
            var licence = package.Nuspec.Descendants().FirstOrDefault(element => element.Name.LocalName == "license");
            if (ByTheirFile.TryGetValue(package.Name, out var words))
            {
                Assert.Contains(words, File.ReadAllText(Path.Combine(package.Folder, licence!.Value)), StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal("expression", licence?.Attribute("type")?.Value);
                Assert.Contains(licence!.Value, Allowed);
            }
        });
    }

    [Fact]
    public void The_program_s_own_packages_are_among_them() =>
        Assert.Superset(
            ByTheirFile.Keys.Append("Npgsql").Append("Stateless").ToHashSet(StringComparer.Ordinal),
            Packages("src/AccessBot/obj/project.assets.json").Select(package => package.Name).ToHashSet(StringComparer.Ordinal));

    private static IEnumerable<(string Name, string Folder, XDocument Nuspec)> Packages(string assets)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(Repository.File(assets)));
        var caches = json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        foreach (var library in json.RootElement.GetProperty("libraries").EnumerateObject().Where(library => library.Value.GetProperty("type").GetString() == "package"))
        {
            var name = library.Name.Split('/')[0];
            var folder = caches.Select(cache => Path.Combine(cache, library.Value.GetProperty("path").GetString()!)).First(Directory.Exists);
            yield return (name, folder, XDocument.Load(Path.Combine(folder, $"{name.ToLowerInvariant()}.nuspec")));
        }
    }
}
