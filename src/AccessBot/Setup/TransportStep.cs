using AccessBot.Cli;
using AccessBot.Slack;
using AccessBot.Slack.Manifest;

namespace AccessBot.Setup;

/// <summary>How Slack and AccessBot meet, and the manifest that the app is made from. That is written at once, since the app has to be there before its tokens.</summary>
internal sealed class TransportStep(Dialogue dialogue, SettingsDraft draft, string folder)
{
    /// <summary>Whether there is a manifest by now that wasn't there, or another one.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>What was answered.</summary>
    public SlackTransport Door { get; private set; }

    public async Task AskAsync(CancellationToken cancel)
    {
        dialogue.Heading("The Slack app");
        var before = draft.Slack;
        var door = await DoorAsync(cancel);
        await new SettingQuestions(dialogue, draft).TextAsync(SetupKeys.Command, "Slash command", before.Command, cancel);
        var path = Path.Combine(folder, ManifestFile.Name);
        var address = door == SlackTransport.Http ? await AddressAsync(path, cancel) : SlackManifest.SampleAddress;
        var manifest = new FileToWrite(path, SlackManifest.Text(door, address, draft.Slack.Command), IsSecret: false);
        var isOther = door != before.Door || !string.Equals(before.Command, draft.Slack.Command, StringComparison.Ordinal);
        if (manifest.IsNews && (!manifest.IsThere || await dialogue.ConfirmAsync($"{path} is there and says something else. Write it anew?", isOther, cancel)))
        {
            WrittenFiles.Write([manifest]);
            HasWritten = true;
        }

        dialogue.Say($"The app's manifest is {path}. It has no secret in it. Make the app of it now:");
        dialogue.Steps(Told(door, path));
        if (await dialogue.ConfirmAsync("Print the manifest here?", now: false, cancel))
        {
            dialogue.Code(manifest.Text);
        }
    }

    private async Task<SlackTransport> DoorAsync(CancellationToken cancel)
    {
        var isNew = draft[SetupKeys.Transport] is null && draft[SetupKeys.SigningSecret] is null;
        var door = draft.TakeGiven(SetupKeys.Transport) && draft.Slack.Door is { } given
            ? given
            : await dialogue.ChooseAsync(
                "How Slack's deliveries come", isNew ? SlackTransport.SocketMode : draft.Slack.Door ?? SlackTransport.SocketMode, cancel,
                (SlackTransport.SocketMode, "Socket Mode: AccessBot connects to Slack, and needs no public address (recommended)"),
                (SlackTransport.Http, "HTTP: Slack posts to a public https address of yours"));

        // Left out, it is told by what else is set.
        var untold = draft[SetupKeys.AppToken] is null ? SlackTransport.Http : SlackTransport.SocketMode;
        if (draft[SetupKeys.Transport] is not null ? draft.Slack.Door != door : door == SlackTransport.Http && untold != door)
        {
            draft[SetupKeys.Transport] = $"{door}";
        }

        Door = door;
        return door;
    }

    private async Task<Uri> AddressAsync(string manifest, CancellationToken cancel)
    {
        var answer = await dialogue.TextAsync(
            "Public address of AccessBot, without /slack/events", ManifestFile.AddressIn(manifest),
            text => ManifestVerb.Address(text) is null ? "Write an https address, like https://accessbot.acme.com: Slack reaches no other." : null, cancel);
        return ManifestVerb.Address(answer)!;
    }

    private static IEnumerable<string> Told(SlackTransport door, string path) =>
    [
        "Open https://api.slack.com/apps and choose Create New App > From a manifest. If the app is there already, open it and choose App Manifest.",
        $"Pick the workspace, choose JSON, paste what is in {path}, and create the app.",
        "Choose Install App > Install to Workspace, and allow it.",
        "Under OAuth & Permissions, copy the Bot User OAuth Token (xoxb-…).",
        door == SlackTransport.SocketMode
            ? "Under Basic Information > App-Level Tokens, generate a token with the scope connections:write, and copy it (xapp-…)."
            : "Under Basic Information > App Credentials, copy the Signing Secret. That Slack can't verify the request URL is as it should be, until AccessBot runs.",
        "In Slack, write /invite @accessbot in the channels where requests are to be announced.",
    ];
}
