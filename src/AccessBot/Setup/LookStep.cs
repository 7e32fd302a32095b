using AccessBot.Cli;

namespace AccessBot.Setup;

/// <summary>Looks outside with what was just answered, and asks what to do if that is not good.</summary>
internal sealed class LookStep(Dialogue dialogue, SettingsDraft draft)
{
    /// <summary>Whether to go on: all is good, or somebody says so.</summary>
    public async Task<bool> IsGoodAsync(string about, CancellationToken cancel)
    {
        var looked = await Looks.AtAsync(draft, about, cancel);
        foreach (var one in looked)
        {
            dialogue.Say(CheckReport.Line(one));
        }

        return looked.All(one => one.Problem is null)
            || await dialogue.ChooseAsync("What now", false, cancel, (false, "Ask me again"), (true, "Go on without; it can be mended later"));
    }
}
