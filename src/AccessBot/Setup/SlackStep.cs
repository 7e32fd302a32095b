using AccessBot.Slack;

namespace AccessBot.Setup;

/// <summary>Slack's tokens, and which workspace they are of: Slack is asked for that.</summary>
internal sealed class SlackStep(Dialogue dialogue, SettingsDraft draft, SlackTransport door)
{
    public async Task AskAsync(CancellationToken cancel)
    {
        dialogue.Heading("Slack");
        var questions = new SettingQuestions(dialogue, draft);
        do
        {
            await questions.SecretAsync(SetupKeys.BotToken, "Bot User OAuth Token (xoxb-…)", cancel);
            await (door == SlackTransport.SocketMode
                ? questions.SecretAsync(SetupKeys.AppToken, "App-level token (xapp-…)", cancel)
                : questions.SecretAsync(SetupKeys.SigningSecret, "Signing Secret", cancel));
            await FindWorkspaceAsync(cancel);
        }
        while (!await new LookStep(dialogue, draft).IsGoodAsync("Slack", cancel));

        if (draft[SetupKeys.WorkspaceId] is null && draft[SetupKeys.EnterpriseId] is null)
        {
            await questions.TextAsync(SetupKeys.WorkspaceId, "The workspace's id (T…, in the address of Slack in a browser)", usual: null, cancel);
        }

        await questions.TextAsync(SetupKeys.AlertsChannel, "Channel where operators are told of trouble: its id (C…); empty for none", usual: null, cancel);
    }

    private async Task FindWorkspaceAsync(CancellationToken cancel)
    {
        dialogue.Say("Slack is asked…");
        if (await Looks.AtInstallationAsync(draft, cancel) is not { } app)
        {
            return;
        }

        var (key, id) = app.WorkspaceId is { } workspace ? (SetupKeys.WorkspaceId, workspace) : (SetupKeys.EnterpriseId, app.EnterpriseId ?? "");
        dialogue.Say($"The token is of the {(key == SetupKeys.WorkspaceId ? "workspace" : "organisation")} {app.Name} ({id}).");
        if (draft[key] is { } other && !string.Equals(other, id, StringComparison.Ordinal))
        {
            if (!await dialogue.ConfirmAsync($"{key} is {other} so far. Serve {app.Name} ({id}) from now on?", now: false, cancel))
            {
                return;
            }
        }
        else if (draft[key] is not null || (draft[SetupKeys.EnterpriseId] is { } enterprise && string.Equals(enterprise, app.EnterpriseId, StringComparison.Ordinal)))
        {
            // As it is, or the whole organisation, which this is a part of.
            return;
        }

        draft[key] = id;
    }
}
