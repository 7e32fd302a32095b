using AccessBot.Dashboard;

namespace AccessBot.Tests.Dashboard;

public sealed class DashboardOptionsTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData(null, null, null, null)]
    [InlineData("https://access.acme.com", "id", Secret, null)]
    [InlineData("https://access.acme.com/", "id", Secret, "https://acme.onelogin.com/oidc/2/")]
    [InlineData("http://localhost:8080", "id", Secret, "http://127.0.0.1:5080/onelogin/oidc/2")]
    public void What_can_be_meant_is_taken(string? url, string? id, string? secret, string? authority) => Assert.Empty(Wrong(url, id, secret, authority));

    [Theory]
    [InlineData("https://access.acme.com", null, null, null, "Dashboard:ClientId is not set, and Dashboard:Url is.", "Dashboard:ClientSecret is not set, and Dashboard:Url is.")]
    [InlineData(null, "id", Secret, null, "Dashboard:Url is not set, and Dashboard:ClientId is.")]
    [InlineData(null, null, null, "https://acme.onelogin.com/oidc/2", "Dashboard:Url is not set, and Dashboard:Authority is.", "Dashboard:ClientId is not set, and Dashboard:Authority is.", "Dashboard:ClientSecret is not set, and Dashboard:Authority is.")]
    [InlineData("access.acme.com", "id", Secret, null, "Dashboard:Url is not an address of the form https://access.acme.com.")]
    [InlineData("https://access.acme.com/access", "id", Secret, null, "Dashboard:Url is not an address of the form https://access.acme.com.")]
    [InlineData("https://access.acme.com?x", "id", Secret, null, "Dashboard:Url is not an address of the form https://access.acme.com.")]
    [InlineData("https://me:pw@access.acme.com", "id", Secret, null, "Dashboard:Url is not an address of the form https://access.acme.com.")]
    [InlineData("http://access.acme.com", "id", Secret, null, "Dashboard:Url is plain http")]
    [InlineData("https://access.acme.com", " id", Secret, null, "Dashboard:ClientId begins or ends with white space.")]
    [InlineData("https://access.acme.com", "id", Secret + "\n", null, "Dashboard:ClientSecret begins or ends with white space.")]
    [InlineData("https://access.acme.com", "id", "hunter2", null, "Dashboard:ClientSecret has fewer than 32 characters")]
    [InlineData("https://access.acme.com", "id", Secret, "oidc/2", "Dashboard:Authority is not an address of the form https://host/path.")]
    [InlineData("https://access.acme.com", "id", Secret, "http://acme.onelogin.com/oidc/2", "Dashboard:Authority is plain http")]
    public void What_can_not_is_told_with_what_to_do(string? url, string? id, string? secret, string? authority, params string[] sentences)
    {
        var wrong = Wrong(url, id, secret, authority);

        Assert.Equal(sentences.Length, wrong.Count);
        Assert.All(sentences.Zip(wrong), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.All(wrong, sentence => Assert.DoesNotContain("hunter2", sentence, StringComparison.Ordinal));
        Assert.All(wrong, sentence => Assert.EndsWith(".", sentence, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "https://acme.onelogin.com/oidc/2")]
    [InlineData("https://acme-eu.onelogin.com/oidc/2/", "https://acme-eu.onelogin.com/oidc/2")]
    public void The_authority_is_written_as_an_issuer_is(string? set, string authority) =>
        Assert.Equal(authority, new DashboardOptions { Authority = set }.AuthorityOf(new Uri("https://acme.onelogin.com/")).AbsoluteUri);

    private static IReadOnlyList<string> Wrong(string? url, string? id, string? secret, string? authority) =>
        [.. new DashboardOptionsValidator().Validate(null, new DashboardOptions { Url = url, ClientId = id, ClientSecret = secret, Authority = authority }).Failures ?? []];
}
