namespace AccessBot.Tests.Support;

/// <summary>Programs of others that may be on this machine.</summary>
internal static class Programs
{
    public static bool Has(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => folder.Length > 0 && File.Exists(Path.Combine(folder, name)));
}
