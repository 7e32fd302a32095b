using AccessBot.Sandbox.OneLogin;
using AccessBot.Sandbox.Slack;

namespace AccessBot.Sandbox;

/// <summary>The people, channels, user group and roles that a sandbox starts with.</summary>
public static class Cast
{
    /// <summary>Where requests are announced; AccessBot is in it.</summary>
    public const string AccessRequests = "C0ACCESS";

    /// <summary>Where operators are alarmed; AccessBot is in it.</summary>
    public const string Alerts = "C0ALERTS";

    /// <summary>A channel that AccessBot is not in and that is shared with another workspace.</summary>
    public const string General = "C0GENERAL";

    /// <summary>The user group of <see cref="Ana"/> and <see cref="Ben"/>.</summary>
    public const string Responders = "S0SRE";

    public const long ProductionAdmin = 81878;

    public const long CustomerData = 31337;

    /// <summary>The OneLogin role whose members, <see cref="Ana"/> and <see cref="Mona"/>, approve by it.</summary>
    public const long Approvers = 4242;

    public static CastMember Rita { get; } = new("U0RITA", 1001, "Rita", "Vale", "asks for access");

    public static CastMember Ana { get; } = new("U0ANA", 1002, "Ana", "Ruiz", "approver, in @sre");

    public static CastMember Ben { get; } = new("U0BEN", 1003, "Ben", "Okoro", "approver, in @sre");

    public static CastMember Mona { get; } = new("U0MONA", 1004, "Mona", "Diaz", "Rita's manager, approver by role");

    public static CastMember Ada { get; } = new("U0ADA", 1005, "Ada", "Lind", "admin of AccessBot");

    public static CastMember Otto { get; } = new("U0OTTO", 1006, "Otto", "Berg", "approves nothing");

    public static CastMember Petra { get; } = new("U0PETRA", 1007, "Petra", "Kade", "holds Production Admin anyway");

    public static CastMember Nils { get; } = new("U0NILS", OneLoginId: null, "Nils", "Holt", "has no OneLogin account");

    public static CastMember Gus { get; } = new("U0GUS", 1008, "Gus", "Hart", "guest");

    public static CastMember Stella { get; } = new("U0STELLA", OneLoginId: null, "Stella", "Cruz", "from another workspace");

    public static IReadOnlyList<CastMember> All { get; } = [Rita, Ana, Ben, Mona, Ada, Otto, Petra, Nils, Gus, Stella];

    internal static void Enter(SlackWorkspace slack, OneLoginTenant oneLogin)
    {
        foreach (var member in All)
        {
            slack.Add(new SlackPerson(member.SlackId, member.Firstname.ToLowerInvariant(), member.Name, member.Email)
            {
                IsRestricted = member == Gus,
                IsStranger = member == Stella,
                TeamId = member == Stella ? "T0ELSEWHERE" : null,
            });
            if (member.OneLoginId is { } id)
            {
                oneLogin.AddUser(new OneLoginUser
                {
                    Id = id,
                    Email = member.Email,
                    Firstname = member.Firstname,
                    Lastname = member.Lastname,
                    ManagerUserId = member == Rita ? Mona.OneLoginId : null,
                });
            }
        }

        var bot = slack.Settings.BotUserId;
        slack.Add(new SlackChannel(AccessRequests, "access-requests") { Members = [bot, .. All.Except([Stella]).Select(m => m.SlackId)] });
        slack.Add(new SlackChannel(General, "general") { Members = [.. All.Select(m => m.SlackId)], IsExternallyShared = true });
        slack.Add(new SlackChannel(Alerts, "access-alerts") { Members = [bot, Ada.SlackId] });
        slack.Add(new SlackUserGroup(Responders, "sre") { Members = [Ana.SlackId, Ben.SlackId] });

        oneLogin.AddRole(new OneLoginRole(ProductionAdmin, "Production Admin"));
        oneLogin.AddRole(new OneLoginRole(CustomerData, "Customer Data Reader"));
        oneLogin.AddRole(new OneLoginRole(Approvers, "Access Approvers"));
        oneLogin.AddByHand(ProductionAdmin, Petra.OneLoginId!.Value);
        oneLogin.AddByHand(Approvers, Ana.OneLoginId!.Value);
        oneLogin.AddByHand(Approvers, Mona.OneLoginId!.Value);
    }
}
