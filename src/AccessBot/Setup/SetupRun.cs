using AccessBot.Cli;
using AccessBot.Composition;
using Spectre.Console;

namespace AccessBot.Setup;

/// <summary><c>accessbot setup</c>, done: asks, step after step, writes everything in the end, and looks at it as <c>check --online</c> does.</summary>
/// <param name="settings">Those of the command line, which count as answered.</param>
/// <param name="folder">Where it writes.</param>
/// <param name="console">Where it asks.</param>
internal sealed class SetupRun(string[] settings, string folder, IAnsiConsole console)
{
    private readonly Dialogue dialogue = new(new EndingConsole(console));
    private readonly string folder = Path.GetFullPath(folder);
    private string written = "Nothing was written.";

    public async Task<int> RunAsync(CancellationToken cancel)
    {
        try
        {
            return await AskAsync(cancel);
        }
        catch (OperationCanceledException e) when (cancel.IsCancellationRequested || e is InputEndedException)
        {
            dialogue.BreakOff();
            dialogue.Say($"Interrupted. {written}");
            return ExitCode.Left;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            dialogue.Say($"{e.Message} {written} Choose a folder that you may write to with --folder.");
            return ExitCode.Left;
        }
    }

    private string SettingsPath => Path.Combine(folder, SetupPlan.SettingsName);

    private async Task<int> AskAsync(CancellationToken cancel)
    {
        var (before, unreadable) = File.Exists(SettingsPath) ? SettingsFile.Read(await File.ReadAllTextAsync(SettingsPath, cancel), SettingsPath) : (SettingsFile.Empty, null);
        if (before is null)
        {
            dialogue.Say(unreadable!);
            return ExitCode.BadInput;
        }

        dialogue.Say($"This asks what AccessBot needs to know, and writes it to {folder}, all of it at the end. {(before.Settings.Count > 0 ? $"{SetupPlan.SettingsName} is there: Enter keeps what it says." : "Ctrl-C leaves, whenever you like.")}");
        var given = new ConfigurationBuilder().AddCommandLine(settings).Build().AsEnumerable().Where(setting => setting.Value is not null);
        var draft = new SettingsDraft(before, given.ToDictionary(setting => setting.Key, setting => setting.Value!, StringComparer.OrdinalIgnoreCase));
        var transport = new TransportStep(dialogue, draft, folder);
        await transport.AskAsync(cancel);
        written = transport.HasWritten ? $"Nothing was written but {ManifestFile.Name}, which the Slack app is made of." : written;
        await new SlackStep(dialogue, draft, transport.Door).AskAsync(cancel);
        await new OneLoginStep(dialogue, draft).AskAsync(cancel);
        await new DatabaseStep(dialogue, draft, folder).AskAsync(cancel);
        var places = await new PlacesStep(dialogue, draft, folder).AskAsync(cancel);
        draft[SetupKeys.AccessFile] ??= Path.Combine(folder, "access.yaml");
        var rulesFile = Path.GetFullPath(draft[SetupKeys.AccessFile]!);
        var rules = await new RulesStep(dialogue, draft, rulesFile).AskAsync(cancel);
        return await WriteAsync(new SetupPlan(folder, draft, places, rulesFile, rules), cancel);
    }

    private async Task<int> WriteAsync(SetupPlan plan, CancellationToken cancel)
    {
        dialogue.Heading("What is written");
        var files = plan.Files;
        if (files.Count == 0)
        {
            dialogue.Say("Nothing: all of it is there.");
        }
        else
        {
            Summarize(plan, files);
            if (!await dialogue.ConfirmAsync("Write it?", now: true, cancel))
            {
                dialogue.Say(written);
                return ExitCode.Left;
            }

            WrittenFiles.Write(files);
            written = "Everything was written.";
            dialogue.Say(written);
        }

        dialogue.Heading("accessbot check --online");
        string[] all = [.. plan.Settings.Settings.Select(setting => $"--{setting.Key}={setting.Value}")];
        var terminal = new Terminal(TextReader.Null, dialogue.Writer, dialogue.Writer, IsPiped: true);
        var code = await new CheckRun(all, terminal).RunAsync(new CheckOrder(File: null, RulesOnly: false, Online: true, Explain: null, BreakGlass: false, Json: false, Verbose: false), cancel);
        TellHowToStart(code);
        return code;
    }

    private void Summarize(SetupPlan plan, IReadOnlyList<FileToWrite> files)
    {
        foreach (var file in files)
        {
            dialogue.Say($"{file.Path} ({(file.IsThere ? "changed" : "new")})");
        }

        foreach (var change in plan.Changes)
        {
            dialogue.Code($"  {change}");
        }
    }

    private void TellHowToStart(int code)
    {
        dialogue.Heading("How it is started");
        if (code != ExitCode.Done)
        {
            dialogue.Say("First mend what is wrong above: by setup again, or in the files. Then look again, with the settings as below and check --online behind the program.");
        }

        var host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) is "accessbot" ? path : $"dotnet {Path.Combine(AppContext.BaseDirectory, "accessbot.dll")}";
        foreach (var (what, command) in WaysToStart.Of(SettingsPath, host))
        {
            dialogue.Say(what);
            dialogue.Code($"  {command}");
        }

        dialogue.Say("Docker-compose, Kubernetes and AWS are in deploy/README.md.");
    }
}
