using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AccessBot.Sandbox.Bot;

namespace AccessBot.Tests.Support.SecretsManager;

/// <summary>
/// AWS as the moto project simulates it (docs.getmoto.org), if <c>moto_server</c> is installed: somebody else's idea of Secrets
/// Manager, IAM and STS, with signatures and permissions checked.
/// </summary>
public sealed partial class MotoServer : IAsyncLifetime
{
    private const string Name = "moto_server";
    private const string Region = "eu-central-1";

    /// <summary>A role that may read secrets.</summary>
    internal const string Role = "arn:aws:iam::123456789012:role/accessbot";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient http = new();
    private Process? process;

    public static bool IsInstalled =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Name)));

    public Uri Url { get; private set; } = new("http://127.0.0.1/");

    /// <summary>The key of a user who may read secrets.</summary>
    internal (string Id, string Secret) Reader { get; private set; }

    /// <summary>The key of a user who may not read secrets, but may assume the role.</summary>
    internal (string Id, string Secret) Stranger { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!IsInstalled)
        {
            return;
        }

        var port = LoopbackPort.Free();
        Url = new Uri($"http://127.0.0.1:{port}/");
        process = Process.Start(new ProcessStartInfo("sh", ["-c", $"exec {Name} -H 127.0.0.1 -p {port} >/dev/null 2>&1"]));
        await UntilItAnswersAsync();

        const string Allowed = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"*"}]}""";
        await IamAsync("CreateUser", ("UserName", "reader"));
        await IamAsync("PutUserPolicy", ("UserName", "reader"), ("PolicyName", "read"), ("PolicyDocument", Allowed));
        await IamAsync("CreateUser", ("UserName", "stranger"));
        await IamAsync("PutUserPolicy", ("UserName", "stranger"), ("PolicyName", "assume"), ("PolicyDocument", Allowed.Replace("secretsmanager:GetSecretValue", "sts:AssumeRole", StringComparison.Ordinal)));
        await IamAsync("CreateRole", ("RoleName", "accessbot"), ("AssumeRolePolicyDocument", """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::123456789012:user/stranger"},"Action":"sts:AssumeRole"}]}"""));
        await IamAsync("PutRolePolicy", ("RoleName", "accessbot"), ("PolicyName", "read"), ("PolicyDocument", Allowed));
        Reader = Key(await IamAsync("CreateAccessKey", ("UserName", "reader")));
        Stranger = Key(await IamAsync("CreateAccessKey", ("UserName", "stranger")));
        await CheckAsync(after: 0);
    }

    /// <summary>Has things done with the checks off, as an administrator would.</summary>
    public async Task AsAdministratorAsync(string operation, object arguments)
    {
        await CheckAsync(after: double.PositiveInfinity);
        using var request = Unsigned("secretsmanager", new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(arguments)));
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        request.Headers.Add("X-Amz-Target", $"secretsmanager.{operation}");
        await SendAsync(request);
        await CheckAsync(after: 0);
    }

    /// <summary>Temporary credentials of the role.</summary>
    public async Task<(string Id, string Secret, string Token)> AssumeRoleAsync()
    {
        await CheckAsync(after: double.PositiveInfinity);
        var answer = await QueryAsync("sts", "2011-06-15", "AssumeRole", ("RoleArn", Role), ("RoleSessionName", "tests"));
        await CheckAsync(after: 0);
        return (Element(answer, "AccessKeyId"), Element(answer, "SecretAccessKey"), Element(answer, "SessionToken"));
    }

    public ValueTask DisposeAsync()
    {
        process?.Kill(entireProcessTree: true);
        process?.Dispose();
        http.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task<string> IamAsync(string action, params (string, string)[] arguments) => QueryAsync("iam", "2010-05-08", action, arguments);

    private async Task<string> QueryAsync(string service, string version, string action, params (string Name, string Value)[] arguments)
    {
        using var request = Unsigned(service, new FormUrlEncodedContent(
            arguments.Select(a => KeyValuePair.Create(a.Name, a.Value)).Prepend(new("Version", version)).Prepend(new("Action", action))));
        return await SendAsync(request);
    }

    // It tells the service by this header, whatever the signature.
    private HttpRequestMessage Unsigned(string service, HttpContent content)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=nobody/20260101/{Region}/{service}/aws4_request, SignedHeaders=host, Signature=none");
        return request;
    }

    private async Task<string> SendAsync(HttpRequestMessage request)
    {
        using var response = await http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return response.IsSuccessStatusCode ? text : throw new InvalidOperationException($"moto answered {response.StatusCode}: {text}");
    }

    private async Task CheckAsync(double after)
    {
        using var content = new StringContent(double.IsFinite(after) ? "0" : "inf", Encoding.UTF8);
        using var response = await http.PostAsync(new Uri(Url, "moto-api/reset-auth"), content);
        response.EnsureSuccessStatusCode();
    }

    private async Task UntilItAnswersAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Url, "moto-api/data.json"));
                return;
            }
            catch (HttpRequestException) when (TimeProvider.System.GetElapsedTime(start) < Patience)
            {
                await Task.Delay(BetweenLooks, TimeProvider.System);
            }
        }
    }

    private static (string Id, string Secret) Key(string answer) => (Element(answer, "AccessKeyId"), Element(answer, "SecretAccessKey"));

    private static string Element(string xml, string name) => ElementForm().Matches(xml).First(m => m.Groups["name"].Value == name).Groups["value"].Value;

    [GeneratedRegex("<(?<name>\\w+)>(?<value>[^<]*)</", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ElementForm();
}
