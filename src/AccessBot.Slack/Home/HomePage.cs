using AccessBot.Core.Rules;
using AccessBot.Slack.Conversation;
using AccessBot.Slack.Wire;
using AccessBot.Slack.Wire.Blocks;

namespace AccessBot.Slack.Home;

/// <summary>App Home: what somebody has, has asked for, is waited for with, and may ask for. Pure, and the same for the same rows at whatever time.</summary>
/// <remarks>Slack takes 100 blocks. With the most of each part these come to 92, and the longest texts to a tenth of the 250 KB that it takes.</remarks>
internal static class HomePage
{
    public const string CallbackId = "home";

    private const int MostHeld = 8;
    private const int MostOpen = 8;
    private const int MostWaiting = 10;
    private const int MostFlows = 15;

    /// <param name="home">What there is to show.</param>
    /// <param name="command">The slash command, which shows what has no room here.</param>
    public static HomeView Render(HomeContents home, string command) => new(
    [
        .. home.Oversight is { } all ? HomeParts.Overseen(all) : [],
        .. Held(home, command),
        .. home.Own.Open.Count > 0 ? Open(home, command) : [],
        .. Waiting(home, command),
        .. Offers(home, command),
        .. home.Own.Ended.Count > 0 ? Ended(home) : [],
    ])
    {
        CallbackId = CallbackId,
    };

    private static IEnumerable<Block> Held(HomeContents home, string command) =>
    [
        new HeaderBlock(HomeSentences.YourAccess),
        .. home.Own.Held.Take(MostHeld).SelectMany(request => HomeParts.Held(request, home.Rules.FindFlow(request.Flow))),
        .. home.Own.Held.Count == 0 ? [new SectionBlock(HomeSentences.NothingHeld)] : More(home.Own.Held.Count - MostHeld, HomeSentences.More(home.Own.Held.Count - MostHeld, command, "mine")),
    ];

    private static IEnumerable<Block> Open(HomeContents home, string command) =>
    [
        new HeaderBlock(HomeSentences.YourRequests),
        .. home.Own.Open.Take(MostOpen).Select(HomeParts.Open),
        .. More(home.Own.Open.Count - MostOpen, HomeSentences.More(home.Own.Open.Count - MostOpen, command, "mine")),
    ];

    private static IEnumerable<Block> Waiting(HomeContents home, string command)
    {
        // For most people nothing ever waits: a part that is always empty would only be in the way.
        if (home.Waiting is not { } waiting)
        {
            return [new HeaderBlock(HomeSentences.YourDecisions), new SectionBlock(HomeSentences.NotTold)];
        }

        return waiting.Requests.Count == 0 ? [] :
        [
            new HeaderBlock(HomeSentences.YourDecisions),
            .. waiting.Requests.Take(MostWaiting).SelectMany(request => HomeParts.Waiting(request, home.Rules.FindFlow(request.Flow))),
            .. More(waiting.Requests.Count - MostWaiting, HomeSentences.More(waiting.Requests.Count - MostWaiting, command, "requests")),
        ];
    }

    private static IEnumerable<Block> Offers(HomeContents home, string command) =>
    [
        new HeaderBlock(HomeSentences.AskForAccess),
        .. home switch
        {
            { Obstacle: { } obstacle } => [new SectionBlock(Sentences.No(obstacle))],
            { Offers: null } => [new SectionBlock(HomeSentences.NotTold)],
            { Rules.Flows.Count: 0 } => [new SectionBlock(HomeSentences.NothingSetUp)],
            { Offers.Count: 0 } => [new SectionBlock(HomeSentences.NothingOffered)],
            _ => Array.Empty<Block>(),
        },
        .. (home is { Obstacle: null, Offers: { } flows } ? flows.Take(MostFlows) : []).Select(HomeParts.Offer),
        .. home is { Obstacle: null, Offers: { } offered } ? More(offered.Count - MostFlows, HomeSentences.MoreFlows(offered.Count - MostFlows, command)) : [],
    ];

    private static IEnumerable<Block> Ended(HomeContents home) =>
        [new HeaderBlock(HomeSentences.Lately), .. home.Own.Ended.Select(HomeParts.Ended)];

    private static IEnumerable<Block> More(int count, Mrkdwn text) => count > 0 ? [new ContextBlock(text)] : [];
}
