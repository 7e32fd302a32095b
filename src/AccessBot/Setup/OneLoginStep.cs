namespace AccessBot.Setup;

/// <summary>OneLogin's tenant and the API credential.</summary>
internal sealed class OneLoginStep(Dialogue dialogue, SettingsDraft draft)
{
    public async Task AskAsync(CancellationToken cancel)
    {
        dialogue.Heading("OneLogin");
        dialogue.Say("AccessBot needs an API credential of a user who stays: OneLogin refuses those of users who were deleted.");
        dialogue.Steps(
            "In OneLogin, under Users > Users, make a user for AccessBot, and give it the privilege Super User.",
            "Sign in as that user and choose Developers > API Credentials > New Credential.",
            "Pick the scope Manage All: no smaller one may change who is in a role. AccessBot touches the roles in its rules and no others.",
            "Copy the Client ID and the Client Secret.");
        var questions = new SettingQuestions(dialogue, draft);
        do
        {
            await questions.TextAsync(SetupKeys.Domain, "OneLogin's host, like acme.onelogin.com", usual: null, cancel);
            await questions.SecretAsync(SetupKeys.ClientId, "Client ID", cancel);
            await questions.SecretAsync(SetupKeys.ClientSecret, "Client Secret", cancel);
            dialogue.Say("OneLogin is asked for a token…");
        }
        while (!await new LookStep(dialogue, draft).IsGoodAsync("OneLogin", cancel));
    }
}
