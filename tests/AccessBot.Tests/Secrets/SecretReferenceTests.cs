using AccessBot.Secrets;

namespace AccessBot.Tests.Secrets;

public sealed class SecretReferenceTests
{
    [Theory]
    [InlineData("secretsmanager:accessbot/onelogin", false, "accessbot/onelogin", null)]
    [InlineData("secretsmanager:accessbot/onelogin#client_id", false, "accessbot/onelogin", "client_id")]
    [InlineData("secretsmanager:accessbot/onelogin#a#b", false, "accessbot/onelogin", "a#b")]
    [InlineData("secretsmanager:accessbot/onelogin#", false, "accessbot/onelogin", "")]
    [InlineData("secretsmanager:arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf#k", false, "arn:aws:secretsmanager:eu-central-1:123456789012:secret:x-AbCdEf", "k")]
    [InlineData("file:/run/secrets/token", true, "/run/secrets/token", null)]
    [InlineData("file:secrets/token#1", true, "secrets/token#1", null)]
    public void A_reference_says_where_to_look(string text, bool isFile, string name, string? key)
    {
        var reference = SecretReference.Read(text);

        Assert.Equal((new SecretPlace(isFile, name), key, text), (reference!.Place, reference.Key, reference.Text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("xoxb-1")]
    [InlineData("Data Source=file:accessbot.db")]
    [InlineData("vault:accessbot/onelogin")]
    [InlineData("https://acme.onelogin.com")]
    [InlineData(" secretsmanager:accessbot/onelogin")]
    [InlineData("SecretsManager:accessbot/onelogin")]
    [InlineData("FILE:/tmp/krb5cc_0")]
    public void Everything_else_is_what_it_is(string? text) => Assert.Null(SecretReference.Read(text));

    [Theory]
    [InlineData("""{"a":"1"}""", "#a", "1")]
    [InlineData("""{"a":1.50}""", "#a", "1.50")]
    [InlineData("""{"a":true}""", "#a", "true")]
    [InlineData("""{"a":" b\n"}""", "#a", " b\n")]
    [InlineData("plain", "", "plain")]
    [InlineData("[1]", "", "[1]")]
    [InlineData("\"quoted\"", "", "\"quoted\"")]
    public void What_it_stands_for_is_taken_as_it_is(string secret, string key, string value) => Assert.Equal(value, Value(secret, key));

    [Theory]
    [InlineData("", "", "the secret 'x' is empty")]
    [InlineData("""{"a":"hush","b":"hush"}""", "", "the secret 'x' is a JSON object. Say which of its values is meant, by #KEY. It has 'a', 'b'")]
    [InlineData("""{"a":"hush","b":"hush"}""", "#c", "the secret 'x' has no key 'c'. It has 'a', 'b'")]
    [InlineData("""{}""", "#c", "It has none")]
    [InlineData("""{"a":"hush"}""", "#", "ends with a # and no key")]
    [InlineData("""{"a":""}""", "#a", "the secret 'x' has nothing under 'a'")]
    [InlineData("""{"a":null}""", "#a", "has null under 'a'")]
    [InlineData("""{"a":{"b":"hush"}}""", "#a", "has an object under 'a'")]
    [InlineData("""{"a":["hush"]}""", "#a", "has a list under 'a'")]
    [InlineData("""{"a":"hush\ud800"}""", "#a", "has no readable text under 'a'")]
    [InlineData("hush", "#a", "the secret 'x' is not a JSON object")]
    [InlineData("[\"hush\"]", "#a", "the secret 'x' is not a JSON object")]
    [InlineData("{hush", "#a", "the secret 'x' is not a JSON object")]
    public void What_it_can_not_stand_for_is_told_without_a_value(string secret, string key, string sentence)
    {
        var e = Assert.Throws<SecretException>(() => Value(secret, key));

        Assert.Contains(sentence, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", e.ToString(), StringComparison.Ordinal);
    }

    private static string Value(string secret, string key) => new SecretReading(secret, "v1").Value(SecretReference.Read($"secretsmanager:x{key}")!);
}
