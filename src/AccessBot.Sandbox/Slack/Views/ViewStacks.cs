using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace AccessBot.Sandbox.Slack;

internal sealed class ViewStacks(SlackWorkspace workspace)
{
    private const int MostInAStack = 3;

    private readonly Dictionary<string, ImmutableList<SlackView>> _stacks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SlackView> _homes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string ViewId, string BlockId, string ActionId), IReadOnlyList<JsonElement>> _offered = [];

    private IEnumerable<SlackView> All => _homes.Values.Concat(_stacks.Values.SelectMany(stack => stack));

    public ImmutableList<SlackView> Stack(string personId)
    {
        lock (workspace.Gate)
        {
            return _stacks.GetValueOrDefault(personId, []);
        }
    }

    public SlackView? HomeOf(string personId)
    {
        lock (workspace.Gate)
        {
            return _homes.GetValueOrDefault(personId);
        }
    }

    public SlackView? Find(string viewId)
    {
        lock (workspace.Gate)
        {
            return All.FirstOrDefault(view => view.Id == viewId);
        }
    }

    public SlackView? FindExternal(string externalId)
    {
        lock (workspace.Gate)
        {
            return All.FirstOrDefault(view => view.ExternalId == externalId);
        }
    }

    public SlackView Open(string personId, JsonElement json)
    {
        lock (workspace.Gate)
        {
            var view = Make(personId, json, previous: null);
            _stacks[personId] = [view];
            workspace.Changes.Raise();
            return view;
        }
    }

    public SlackView Push(string personId, JsonElement json)
    {
        lock (workspace.Gate)
        {
            var stack = Stack(personId);
            if (stack.Count >= MostInAStack)
            {
                throw new SlackApiException("push_limit_reached");
            }

            var view = Make(personId, json, stack.LastOrDefault());
            _stacks[personId] = stack.Add(view);
            workspace.Changes.Raise();
            return view;
        }
    }

    public SlackView Update(SlackView view, string? hash, JsonElement json)
    {
        lock (workspace.Gate)
        {
            if (hash is not null && hash != view.Hash)
            {
                throw new SlackApiException("hash_conflict");
            }

            RequireFreeExternalId(json, view.Id);
            var updated = view with
            {
                Json = InteractiveView(json),
                Hash = NewHash(),
                Errors = ImmutableDictionary<string, string>.Empty,
            };
            updated = updated with { Values = ElementState.Initial(updated.Blocks).SetItems(StillThere(view.Values, updated.Blocks)) };
            Replace(updated);
            return updated;
        }
    }

    public SlackView Publish(string personId, string? hash, JsonElement json)
    {
        lock (workspace.Gate)
        {
            if (_homes.TryGetValue(personId, out var home))
            {
                return Update(home, hash, json);
            }

            if (hash is not null)
            {
                throw new SlackApiException("hash_conflict");
            }

            var view = Make(personId, json, previous: null);
            _homes[personId] = view;
            workspace.Changes.Raise();
            return view;
        }
    }

    public void Replace(SlackView view)
    {
        lock (workspace.Gate)
        {
            if (_homes.TryGetValue(view.PersonId, out var home) && home.Id == view.Id)
            {
                _homes[view.PersonId] = view;
            }
            else
            {
                var stack = Stack(view.PersonId);
                _stacks[view.PersonId] = stack.SetItem(stack.FindIndex(candidate => candidate.Id == view.Id), view);
            }

            workspace.Changes.Raise();
        }
    }

    public void Close(SlackView view)
    {
        lock (workspace.Gate)
        {
            _stacks[view.PersonId] = Stack(view.PersonId).RemoveAll(candidate => candidate.Id == view.Id);
            workspace.Changes.Raise();
        }
    }

    public void Clear(string personId)
    {
        lock (workspace.Gate)
        {
            _stacks.Remove(personId);
            workspace.Changes.Raise();
        }
    }

    /// <summary>
    /// Keeps what the app suggested for an external select, which is all that can be chosen there; what it suggested before, too,
    /// since answers may overtake each other while somebody types.
    /// </summary>
    public void Offer(string viewId, InteractiveElement element, IReadOnlyList<JsonElement> options)
    {
        lock (workspace.Gate)
        {
            var key = (viewId, element.BlockId, element.ActionId);
            _offered[key] = [.. options.Concat(_offered.GetValueOrDefault(key, [])).DistinctBy(option => option.Text("value"), StringComparer.Ordinal)];
            workspace.Changes.Raise();
        }
    }

    public IReadOnlyList<JsonElement> Offered(string viewId, InteractiveElement element)
    {
        lock (workspace.Gate)
        {
            return _offered.GetValueOrDefault((viewId, element.BlockId, element.ActionId), []);
        }
    }

    // What is typed survives an update where block id and action id stay the same.
    private static IEnumerable<KeyValuePair<(string BlockId, string ActionId), JsonElement>> StillThere(
        ImmutableDictionary<(string BlockId, string ActionId), JsonElement> values, JsonElement blocks)
    {
        var kept = InteractiveElement.In(blocks).ToDictionary(element => (element.BlockId, element.ActionId), element => element.Type);
        return values.Where(value => kept.TryGetValue(value.Key, out var type) && value.Value.Text("type") == type);
    }

    private SlackView Make(string personId, JsonElement json, SlackView? previous)
    {
        RequireFreeExternalId(json, exceptViewId: null);
        var id = workspace.Ids.Next("V");
        var view = new SlackView
        {
            Id = id,
            PersonId = personId,
            Hash = NewHash(),
            Json = InteractiveView(json),
            RootId = previous?.RootId ?? id,
            PreviousId = previous?.Id,
        };
        return view with { Values = ElementState.Initial(view.Blocks) };
    }

    private JsonElement InteractiveView(JsonElement json)
    {
        var node = json.ToNode().AsObject();
        node["blocks"] = InteractiveElement.WithIds(json.GetProperty("blocks"), workspace.Ids).ToNode();
        return node.ToElement();
    }

    private void RequireFreeExternalId(JsonElement json, string? exceptViewId)
    {
        if (json.Text("external_id") is { Length: > 0 } externalId && FindExternal(externalId) is { } other && other.Id != exceptViewId)
        {
            throw new SlackApiException("duplicate_external_id");
        }
    }

    private string NewHash() => string.Create(
        CultureInfo.InvariantCulture, $"{workspace.Time.GetUtcNow().ToUnixTimeSeconds()}.{RandomNumberGenerator.GetHexString(8, lowercase: true)}");
}
