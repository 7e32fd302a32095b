using AccessBot.Composition;
using Microsoft.AspNetCore.Http;

namespace AccessBot.Cli;

/// <summary>Where the service with the same settings is reached from this machine.</summary>
internal static class ServedAddress
{
    private static readonly string[] EveryHost = ["+", "*", "0.0.0.0", "[::]"];

    /// <summary>The first http address that the web server takes from the settings, in the order that it looks; null if there are only others.</summary>
    public static Uri? Of(string[] settings)
    {
        var configuration = Beginning.Of(settings).Configuration;
        string[] endpoints = [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"] ?? "")];
        var all = endpoints is not [] ? endpoints
            : Listed(configuration[WebHostDefaults.ServerUrlsKey]) is { Length: > 0 } urls ? urls
            : Listed(configuration[WebHostDefaults.HttpPortsKey]) is { Length: > 0 } ports ? [.. ports.Select(port => $"http://+:{port}")]
            : Listed(configuration[WebHostDefaults.HttpsPortsKey]) is { Length: > 0 } ? [] : ["http://localhost:5000"];
        return all.Select(Reached).FirstOrDefault(address => address is not null);
    }

    private static string[] Listed(string? text) => (text ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static Uri? Reached(string served)
    {
        try
        {
            var address = BindingAddress.Parse(served);
            return address is { IsUnixPipe: false, IsNamedPipe: false, Scheme: "http" }
                ? new UriBuilder(address.Scheme, EveryHost.Contains(address.Host, StringComparer.Ordinal) ? "127.0.0.1" : address.Host, address.Port).Uri
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
