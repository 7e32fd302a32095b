using System.Collections.Immutable;

namespace AccessBot.Sandbox.Slack;

internal sealed class CallLog(ChangeSignal changes)
{
    private ImmutableList<SlackCall> _calls = [];

    public ImmutableList<SlackCall> All
    {
        get
        {
            lock (changes.Gate)
            {
                return _calls;
            }
        }
    }

    public void Add(SlackCall call)
    {
        lock (changes.Gate)
        {
            _calls = _calls.Add(call);
            changes.Raise();
        }
    }
}
