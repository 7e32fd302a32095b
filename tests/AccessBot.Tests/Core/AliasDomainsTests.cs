using AccessBot.Core.People;

namespace AccessBot.Tests.Core;

public sealed class AliasDomainsTests
{
    [Theory]
    [InlineData("rita@acme.io", "rita@acme.com", true)]
    [InlineData("Rita@ACME.io", "rita@acme.co.uk", true)]
    [InlineData("rita@acme.com", "RITA@acme.com", true)]
    [InlineData("rita@acme.io", "ria@acme.com", false)]
    [InlineData("rita@acme.io", "rita@other.com", false)]
    [InlineData("rita@acme.io@acme.com", "rita@acme.com", false)]
    [InlineData("rita", "rita@acme.com", false)]
    public void Addresses_are_the_same_if_they_are_once_in_the_main_domain(string one, string other, bool same)
    {
        var aliases = AliasDomains.Read("acme.com=acme.io, acme.co.uk; other.com=other.io", out var trouble);

        Assert.Null(trouble);
        Assert.Equal(same, aliases!.AreSame(one, other));
    }

    [Theory]
    [InlineData("acme.com", "is not of the form")]
    [InlineData("acme.com=", "is not of the form")]
    [InlineData("acme.com=a.io=b.io", "is not of the form")]
    [InlineData("acme.com=acme io", "'acme io' is not a domain")]
    [InlineData("acme=acme.io", "'acme' is not a domain")]
    [InlineData("a.com=c.io; b.com=C.io", "'C.io' stands for two domains")]
    [InlineData("a.com=b.com; b.com=c.com", "'b.com' is both a main domain and an alias")]
    [InlineData("a.com=a.com", "'a.com' is both")]
    public void What_cannot_be_meant_is_said(string text, string words)
    {
        Assert.Null(AliasDomains.Read(text, out var trouble));
        Assert.Contains(words, trouble, StringComparison.Ordinal);
    }
}
