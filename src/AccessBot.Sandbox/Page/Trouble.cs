using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Sandbox.Page;

/// <summary>The switches of the page that make a simulator misbehave.</summary>
internal sealed class Trouble(SandboxServer server)
{
    private static readonly TimeSpan _slowness = TimeSpan.FromSeconds(5);

    public TroubleKind OneLogin { get; private set; }

    public TroubleKind Slack { get; private set; }

    public void SetOneLogin(TroubleKind kind)
    {
        OneLogin = kind;
        server.OneLogin.Faults.Clear();
        if (kind != TroubleKind.None)
        {
            server.OneLogin.Faults.Inject(kind == TroubleKind.Down ? OneLoginFault.Unavailable : OneLoginFault.Slow(_slowness));
        }

        server.Bell.Ring();
    }

    public void SetSlack(TroubleKind kind)
    {
        Slack = kind;
        server.Slack.Faults.Clear();
        switch (kind)
        {
            case TroubleKind.Down:
                server.Slack.Faults.Down();
                break;
            case TroubleKind.Slow:
                server.Slack.Faults.Slow(_slowness);
                break;
            case TroubleKind.None:
            default:
                break;
        }

        server.Bell.Ring();
    }
}
