namespace AccessBot.Sandbox.Slack;

// Collected rather than thrown one by one: Slack names all that is wrong with a message at once.
internal sealed class BlockErrors
{
    private readonly List<string> _all = [];

    public IReadOnlyList<string> All => _all;

    public bool Any => _all.Count > 0;

    public void Add(string pointer, string message) => _all.Add($"{message} [json-pointer:{pointer}]");

    public void Missing(string pointer, string name) => Add(pointer, "missing required field: " + name);
}
