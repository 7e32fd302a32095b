using AccessBot.Cli;

namespace AccessBot.Tests.Cli;

public sealed class SettingArgumentsTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("--Database:Provider=Postgres", "--Database:Provider=Postgres", "")]
    [InlineData("revoke --Database:Provider Postgres --all", "--Database:Provider Postgres", "revoke --all")]
    [InlineData("--Slack:BotToken= revoke --all", "--Slack:BotToken=", "revoke --all")]
    [InlineData("revoke --A:B --all --C:D", "--A:B --C:D", "revoke --all")]
    [InlineData("revoke --reason=see:this", "", "revoke --reason=see:this")]
    [InlineData("--urls http://127.0.0.1:8080", "", "--urls http://127.0.0.1:8080")]
    public void Settings_are_told_from_words_wherever_they_stand(string args, string settings, string words)
    {
        var split = SettingArguments.Split(args.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((settings, words), (string.Join(' ', split.Settings), string.Join(' ', split.Words)));
    }
}
