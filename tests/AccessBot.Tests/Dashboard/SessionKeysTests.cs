using System.Security.Cryptography;
using System.Text;
using AccessBot.Dashboard;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace AccessBot.Tests.Dashboard;

public sealed class SessionKeysTests
{
    private const string Secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly byte[] Text = Encoding.UTF8.GetBytes("1005");

    [Fact]
    public void What_one_process_seals_another_with_the_same_secret_opens()
    {
        var opened = Keys().CreateProtector("a", "b").Unprotect(Keys().CreateProtector("a").CreateProtector("b").Protect(Text));

        Assert.Equal(Text, opened);
    }

    [Fact]
    public void The_same_sealed_twice_is_not_the_same()
    {
        var protector = Keys().CreateProtector("a");

        Assert.NotEqual(protector.Protect(Text), protector.Protect(Text));
    }

    [Fact]
    public void A_change_of_any_byte_shows()
    {
        var protector = Keys().CreateProtector("a");
        var sealedData = protector.Protect(Text);

        for (var i = 0; i < sealedData.Length; i++)
        {
            var changed = sealedData.ToArray();
            changed[i] ^= 1;
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(changed));
            Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(sealedData[..i]));
        }

        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect([.. sealedData, 0]));
    }

    [Theory]
    [InlineData("another secret")]
    [InlineData("another app")]
    [InlineData("another purpose")]
    [InlineData("fewer purposes")]
    [InlineData("the same letters in other purposes")]
    public void Whatever_differs_it_is_not_opened(string what)
    {
        var sealedData = Keys().CreateProtector("ab", "c").Protect(Text);
        var other = what switch
        {
            "another secret" => Keys(secret: Secret.Replace('0', '1')).CreateProtector("ab", "c"),
            "another app" => Keys(client: "other").CreateProtector("ab", "c"),
            "another purpose" => Keys().CreateProtector("ab", "d"),
            "fewer purposes" => Keys().CreateProtector("ab"),
            _ => Keys().CreateProtector("a", "bc"),
        };

        Assert.ThrowsAny<CryptographicException>(() => other.Unprotect(sealedData));
    }

    [Fact]
    public void A_replaced_secret_counts_from_its_replacement_on()
    {
        var monitor = new Settable { CurrentValue = Settings("app", Secret) };
        var protector = new SessionKeys(monitor).CreateProtector("a");
        var sealedData = protector.Protect(Text);

        monitor.CurrentValue = Settings("app", Secret.Replace('0', '1'));

        Assert.ThrowsAny<CryptographicException>(() => protector.Unprotect(sealedData));
        Assert.Equal(Text, protector.Unprotect(protector.Protect(Text)));
    }

    private static SessionKeys Keys(string client = "app", string secret = Secret) => new(new Settable { CurrentValue = Settings(client, secret) });

    private static DashboardOptions Settings(string client, string secret) => new() { Url = "https://access.acme.example", ClientId = client, ClientSecret = secret };

    private sealed class Settable : IOptionsMonitor<DashboardOptions>
    {
        public required DashboardOptions CurrentValue { get; set; }

        public DashboardOptions Get(string? name) => CurrentValue;

        public IDisposable? OnChange(Action<DashboardOptions, string?> listener) => null;
    }
}
