using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Sandbox.Page;

/// <summary>Draws up <see cref="PageState"/> from the two simulators.</summary>
internal sealed class PageView(SandboxServer server, string me)
{
    private const int MostMessages = 60;
    private const int MostCalls = 80;

    private readonly SlackWorkspace _slack = server.Slack;
    private readonly OneLoginTenant _oneLogin = server.OneLogin;

    public PageState Draw()
    {
        var roles = _oneLogin.Roles.OrderBy(r => r.Id == Cast.Approvers).ThenByDescending(r => r.Id).ToList();
        var users = _oneLogin.Users.ToDictionary(u => u.Id, u => u.Name);
        return new PageState
        {
            Now = server.Time.GetUtcNow(),
            Me = me,
            Bot = _slack.Settings.BotUserId,
            People = [.. Cast.All.Select(m => Person(m))],
            Names = Names(),
            Conversations = [.. Conversations()],
            Shortcuts = [.. _slack.Settings.Shortcuts.Select(s => new PageState.Shortcut(s.CallbackId, s.Name, s.IsOnMessages))],
            Front = Front(),
            AppHome = _slack.Home(me) is { } home ? new PageState.Home(home.Id, home.Hash, home.Json) : null,
            Roles = [.. roles.Select(role => new PageState.Role(role.Id, role.Name, [.. Holders(role, users)]))],
            Calls = [.. Calls(roles.ToDictionary(r => r.Id, r => r.Name), users)],
            OneLoginTrouble = server.Trouble.OneLogin,
            SlackTrouble = server.Trouble.Slack,
            BotProcess = server.Bot is { } bot ? new PageState.Process(bot.State.ToString(), bot.Sentence) : null,
        };
    }

    private Dictionary<string, string> Names()
    {
        var names = _slack.People.ToDictionary(p => p.Id, p => p.RealName, StringComparer.Ordinal);
        foreach (var channel in _slack.Channels.Where(c => !c.IsDirectMessage))
        {
            names[channel.Id] = channel.Name;
        }

        foreach (var (id, group) in Groups())
        {
            names[id] = group;
        }

        return names;
    }

    private Dictionary<string, string> Groups()
    {
        lock (_slack.Gate)
        {
            return _slack.Roster.Groups.Values.ToDictionary(g => g.Id, g => g.Handle, StringComparer.Ordinal);
        }
    }

    private IEnumerable<PageState.Conversation> Conversations()
    {
        var channels = _slack.Channels.Where(c => c.Members.Contains(me)).ToList();
        var ephemerals = _slack.Ephemerals(me);
        foreach (var channel in channels.Where(c => !c.IsDirectMessage))
        {
            yield return Conversation(channel.Id, channel.Name, isDirect: false, ephemerals);
        }

        var direct = channels.Find(c => c.IsDirectMessage);
        yield return direct is null
            ? new PageState.Conversation("", "AccessBot", IsDirect: true, [])
            : Conversation(direct.Id, "AccessBot", isDirect: true, ephemerals);
    }

    private PageState.Conversation Conversation(string id, string name, bool isDirect, IReadOnlyList<SlackMessage> ephemerals)
    {
        var messages = _slack.Messages(id).Concat(ephemerals.Where(e => e.ChannelId == id))
            .OrderBy(m => m.Ts, StringComparer.Ordinal)
            .TakeLast(MostMessages)
            .Select(m => Message(m) with { Replies = m.ThreadTs is null ? [.. _slack.Thread(m).Select(Message)] : [] });
        return new PageState.Conversation(id, name, isDirect, [.. messages]);
    }

    private static PageState.Message Message(SlackMessage message) => new(
        message.ChannelId, message.Ts, message.UserId, message.Text, message.Blocks, message.IsEdited, message.EphemeralTo is not null, message.IsBroadcast, []);

    private PageState.Person Person(CastMember member) => new(
        member.SlackId,
        member.Name,
        member.Part,
        _slack.DirectMessages(member.SlackId).Where(m => m.UserId != member.SlackId).Max(m => m.Ts),
        _slack.Ephemerals(member.SlackId).Max(m => m.Ts));

    private PageState.Modal? Front() => _slack.OpenView(me) is { } view
        ? new PageState.Modal(
            view.Id,
            view.Hash,
            view.Json,
            [.. view.Values.Select(v => new PageState.Field(v.Key.BlockId, v.Key.ActionId, v.Value))],
            view.Errors)
        : null;

    private IEnumerable<PageState.Holder> Holders(OneLoginRole role, Dictionary<long, string> users)
    {
        var ends = new ToldEnds(_slack);
        foreach (var privilege in Enum.GetValues<RolePrivilege>())
        {
            foreach (var span in _oneLogin.Memberships.Of(role.Id, privilege))
            {
                var slackId = Cast.All.FirstOrDefault(m => m.OneLoginId == span.UserId)?.SlackId;
                var until = span.Source == MembershipSource.Api && slackId is not null ? ends.Of(slackId, role.Name, span.From) : null;
                yield return new PageState.Holder(
                    span.UserId, users.GetValueOrDefault(span.UserId, "?"), privilege.ToString(), span.Source.ToString(), span.From, until);
            }
        }
    }

    private IEnumerable<PageState.Call> Calls(Dictionary<long, string> roles, Dictionary<long, string> users)
    {
        var all = _oneLogin.Calls.All;
        for (var i = all.Count - 1; i >= Math.Max(0, all.Count - MostCalls); i--)
        {
            var call = all[i];
            var effect = string.Join(", ", call.Effect.Select(Words));
            yield return new PageState.Call(i, call.At, call.Method, call.Path + Uri.UnescapeDataString(call.Query), call.Status, effect);
        }

        string Words(MembershipChange change)
        {
            var person = users.GetValueOrDefault(change.UserId, "?");
            var role = roles.GetValueOrDefault(change.RoleId, "?") + (change.Privilege == RolePrivilege.Admin ? " (admin)" : "");
            return change.Added ? $"{person} added to {role}" : $"{person} removed from {role}";
        }
    }
}
