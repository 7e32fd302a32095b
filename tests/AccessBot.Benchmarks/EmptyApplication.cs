using System.Diagnostics;

namespace AccessBot.Benchmarks;

/// <summary>What <c>dotnet new web</c> makes, published as AccessBot is: what a start costs before anybody has written a line.</summary>
internal sealed class EmptyApplication : IDisposable
{
    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <InvariantGlobalization>true</InvariantGlobalization>
            <PublishReadyToRun>true</PublishReadyToRun>
          </PropertyGroup>
        </Project>
        """;

    private const string Program = """
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/healthz/ready", () => "Hello World!");
        app.Run();
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("empty-web-");

    private EmptyApplication()
    {
    }

    public string Binary => Path.Combine(folder.FullName, "published", "empty.dll");

    public static async Task<EmptyApplication> PublishAsync()
    {
        var empty = new EmptyApplication();
        var path = empty.folder.FullName;
        await File.WriteAllTextAsync(Path.Combine(path, "empty.csproj"), Project);
        await File.WriteAllTextAsync(Path.Combine(path, "Program.cs"), Program);
        using var publish = Process.Start(new ProcessStartInfo("dotnet", ["publish", "-c", "Release", "--no-self-contained", "-o", "published", "-v", "q", "-nologo"]) { WorkingDirectory = path })!;
        await publish.WaitForExitAsync();
        return publish.ExitCode == 0 ? empty : throw new InvalidOperationException("The empty application could not be published.");
    }

    public void Dispose() => folder.Delete(recursive: true);
}
