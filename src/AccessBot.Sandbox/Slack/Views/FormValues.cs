using System.Collections;

namespace AccessBot.Sandbox.Slack;

/// <summary>
/// What a person types and chooses in a modal: <c>new FormValues { { "reason", "text", "Deploy" }, { "target", "pick", "production" } }</c>.
/// An option is named by its value; several are given for an element that takes several; none empties the element.
/// </summary>
public sealed class FormValues : IEnumerable<(string BlockId, string ActionId, string[] Chosen)>
{
    private readonly List<(string BlockId, string ActionId, string[] Chosen)> _entries = [];

    public void Add(string blockId, string actionId, params string[] chosen) => _entries.Add((blockId, actionId, chosen));

    public IEnumerator<(string BlockId, string ActionId, string[] Chosen)> GetEnumerator() => _entries.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
