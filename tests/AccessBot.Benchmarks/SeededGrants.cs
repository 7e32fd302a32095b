using AccessBot.Core.People;
using AccessBot.Core.Requests;
using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;
using Microsoft.EntityFrameworkCore;

namespace AccessBot.Benchmarks;

/// <summary>
/// Grants that are there before AccessBot starts: in its rows with all that belongs to them, in OneLogin as it would have
/// added them, and in Slack as it would have shown them.
/// </summary>
internal sealed class SeededGrants
{
    /// <summary>How many are saved at once.</summary>
    private const int AtOnce = 250;

    private static readonly TimeSpan Duration = TimeSpan.FromHours(1);

    private readonly Stage stage;
    private readonly StageRules rules;
    private readonly IReadOnlyList<long> roles;

    public SeededGrants(Stage stage, StageRules rules, IReadOnlyList<long> roles) => (this.stage, this.rules, this.roles) = (stage, rules, roles);

    /// <summary>Makes as many grants, one a person, all of which end in the second that begins at a given time.</summary>
    /// <returns>When each person's grant ends, by OneLogin's id.</returns>
    public async Task<IReadOnlyDictionary<long, DateTimeOffset>> MakeAsync(int count, DateTimeOffset end)
    {
        await using (var context = await stage.Contexts.CreateDbContextAsync())
        {
            await context.Database.MigrateAsync();
        }

        var ends = new Dictionary<long, DateTimeOffset>();
        var inForce = rules.Read();
        foreach (var people in Enumerable.Range(0, count).Chunk(AtOnce))
        {
            await using var context = await stage.Contexts.CreateDbContextAsync();
            foreach (var i in people)
            {
                var until = end.AddMilliseconds(i * 1000L / count);
                var role = roles[i % roles.Count];
                var person = new Person(SlackUserId.Parse(Stage.SlackIdOf(i)), Stage.OneLoginIdOf(i), $"person{i}@acme.example", until - Duration);
                var request = PastRequest.Granted(inForce, role, person, Duration, until);
                Show(request, i);
                context.Add(person);
                context.Add(request);
                context.AddRange(request.News);
                stage.Server.OneLogin.AddThroughApi(role, person.OneLoginUser, RolePrivilege.Member, stage.Server.Credential.Owner);
                ends.Add(person.OneLoginUser, until);
            }

            await context.SaveChangesAsync();
        }

        await using (var context = await stage.Contexts.CreateDbContextAsync())
        {
            await context.Requests.ExecuteUpdateAsync(row => row.SetProperty(r => r.UnannouncedSince, (DateTimeOffset?)null));
        }

        return ends;
    }

    /// <summary>Slack shows all of the request, as it did when it was granted.</summary>
    private void Show(Request request, int person)
    {
        var slack = stage.Server.Slack;
        foreach (var notice in request.Notices)
        {
            var channel = notice.Address;
            if (notice.Kind == NoticeKind.Requester)
            {
                channel = $"D0BENCH{person}";
                slack.Add(new SlackChannel(channel, "directmessage")
                {
                    IsDirectMessage = true,
                    IsPrivate = true,
                    Members = [Stage.SlackIdOf(person), slack.Settings.BotUserId],
                });
            }

            var message = slack.Transcript.Post(new SlackMessage
            {
                ChannelId = channel,
                Ts = slack.Ids.NextTs(),
                UserId = slack.Settings.BotUserId,
                Text = "Granted",
                Blocks = Json.EmptyArray,
            });
            notice.Shown(channel, message.Ts, request.Version, "as it was granted", request.GrantedAt!.Value);
        }
    }
}
