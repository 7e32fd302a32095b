using System.Collections.Immutable;

namespace AccessBot.Sandbox.Slack;

/// <summary>
/// One Slack workspace with one app in it: it keeps people, channels, messages and views, serves the Web API
/// (<see cref="SlackEndpoints.MapSlack"/>), and sends the app what people do (<see cref="As"/>, <see cref="Wire"/>).
/// Safe to use from many threads; what it hands out never changes.
/// </summary>
public sealed class SlackWorkspace
{
    private readonly Lazy<SlackWire> _wire;
    private SlackSettings _settings;

    public SlackWorkspace(TimeProvider time, SlackSettings? settings = null)
    {
        Time = time;
        _settings = settings ?? new();
        Ids = new(time);
        Faults = new(Changes);
        CallLog = new(Changes);
        Transcript = new(this);
        Views = new(this);
        Triggers = new(this);
        ResponseUrls = new(this);
        Sockets = new(this);
        _wire = new(() => new(this));
        Roster.People[_settings.BotUserId] = new(_settings.BotUserId, _settings.BotName, "AccessBot", null) { IsBot = true };
    }

    public SlackSettings Settings
    {
        get
        {
            lock (Gate)
            {
                return _settings;
            }
        }
    }

    public SlackFaults Faults { get; }

    /// <summary>The way to the bot, for deliveries that no person causes and for hostile ones.</summary>
    public SlackWire Wire => _wire.Value;

    /// <summary>The bot's Socket Mode connections.</summary>
    public SocketLinks Sockets { get; }

    /// <summary>Every Web API call, oldest first.</summary>
    public IReadOnlyList<SlackCall> Calls => CallLog.All;

    /// <summary>Grows with every change; see <see cref="NextChangeAsync"/>.</summary>
    public long Version => Changes.Version;

    /// <summary>All people, the app's own bot user first.</summary>
    public IReadOnlyList<SlackPerson> People
    {
        get
        {
            lock (Gate)
            {
                return [.. Roster.People.Values];
            }
        }
    }

    /// <summary>All channels, direct messages with the app included.</summary>
    public IReadOnlyList<SlackChannel> Channels
    {
        get
        {
            lock (Gate)
            {
                return [.. Roster.Channels.Values];
            }
        }
    }

    internal TimeProvider Time { get; }

    internal ChangeSignal Changes { get; } = new();

    internal Lock Gate => Changes.Gate;

    internal SlackIds Ids { get; }

    internal Roster Roster { get; } = new();

    internal CallLog CallLog { get; }

    internal Transcript Transcript { get; }

    internal ViewStacks Views { get; }

    internal Triggers Triggers { get; }

    internal ResponseUrls ResponseUrls { get; }

    // The host's own address, known once it listens; what ReachableAt says comes first.
    internal Func<Uri>? HostAddress { get; set; }

    internal Uri? GivenAddress { get; private set; }

    /// <summary>Where the bot should send its deliveries from now on. The handler serves in-memory servers; without one, a socket is used.</summary>
    public void ConnectTo(Uri eventsUrl, HttpMessageHandler? handler = null) => Wire.ConnectTo([eventsUrl], handler);

    /// <summary>Sends deliveries to several nodes of the bot in turn, as the load balancer in front of them would.</summary>
    public void ConnectToNodes(IReadOnlyList<Uri> eventsUrls) => Wire.ConnectTo(eventsUrls, handler: null);

    /// <summary>The address at which the bot reaches this workspace, such as <c>http://127.0.0.1:5005/</c>; without it, the host's own is used.</summary>
    public void ReachableAt(Uri address) => Mutate(() => GivenAddress = address);

    /// <summary>Changes the app's secrets, scopes or limits, at once.</summary>
    public void Reconfigure(Func<SlackSettings, SlackSettings> change) => Mutate(() => _settings = change(_settings));

    /// <summary>Adds a person, or replaces the one with the same id.</summary>
    public void Add(SlackPerson person) => Mutate(() => Roster.People[person.Id] = person);

    /// <summary>Adds a channel, or replaces the one with the same id. The app is a member only if it is named among the members.</summary>
    public void Add(SlackChannel channel) => Mutate(() => Roster.Channels[channel.Id] = channel);

    /// <summary>Adds a user group, or replaces the one with the same id.</summary>
    public void Add(SlackUserGroup group) => Mutate(() => Roster.Groups[group.Id] = group);

    public void ChangePerson(string personId, Func<SlackPerson, SlackPerson> change) =>
        Mutate(() => Roster.People[personId] = change(Roster.People[personId]));

    public void ChangeChannel(string channelId, Func<SlackChannel, SlackChannel> change) =>
        Mutate(() => Roster.Channels[channelId] = change(Roster.Channels[channelId]));

    public void ChangeGroup(string groupId, Func<SlackUserGroup, SlackUserGroup> change) =>
        Mutate(() => Roster.Groups[groupId] = change(Roster.Groups[groupId]));

    /// <summary>Slack as one person has it before them.</summary>
    public SlackDesktop As(string personId)
    {
        lock (Gate)
        {
            return Roster.People.ContainsKey(personId)
                ? new(this, personId)
                : throw new NotPossibleInSlackException($"Nobody in the workspace is {personId}.");
        }
    }

    /// <summary>What stands in a channel, oldest first, without ephemeral messages, and without what was answered in threads alone.</summary>
    public IReadOnlyList<SlackMessage> Messages(string channelId) => Transcript.In(channelId);

    /// <summary>What was answered in the thread beneath a message, oldest first.</summary>
    public IReadOnlyList<SlackMessage> Thread(SlackMessage message) => Transcript.Beneath(message.ChannelId, message.Ts);

    /// <summary>What the app and a person wrote each other, oldest first.</summary>
    public IReadOnlyList<SlackMessage> DirectMessages(string personId)
    {
        lock (Gate)
        {
            return Roster.DirectMessageOf(personId) is { } channel ? Transcript.In(channel.Id) : [];
        }
    }

    /// <summary>Messages that only this person sees, oldest first, in whatever channel.</summary>
    public IReadOnlyList<SlackMessage> Ephemerals(string personId) => Transcript.EphemeralsOf(personId);

    /// <summary>The modal in front, if there is one.</summary>
    public SlackView? OpenView(string personId) => Views.Stack(personId) is [.., var top] ? top : null;

    /// <summary>The Home tab that the app has published for a person.</summary>
    public SlackView? Home(string personId) => Views.HomeOf(personId);

    /// <summary>Waits until the version is higher than the one given, and returns it.</summary>
    public Task<long> NextChangeAsync(long version, CancellationToken cancellationToken = default) => Changes.AfterAsync(version, cancellationToken);

    /// <summary>Waits until <paramref name="find"/> finds something, asked again after each change of the workspace.</summary>
    /// <param name="what">What is waited for; the words of the <see cref="TimeoutException"/>.</param>
    /// <param name="limit">In real time, whatever the workspace's clock does; 10 seconds without it.</param>
    public async Task<T> WaitForAsync<T>(
        Func<SlackWorkspace, T?> find, string what, TimeSpan? limit = null, CancellationToken cancellationToken = default)
        where T : class
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit ?? TimeSpan.FromSeconds(10));
        while (true)
        {
            var version = Version;
            if (find(this) is { } found)
            {
                return found;
            }

            try
            {
                await NextChangeAsync(version, deadline.Token);
            }
            catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"Waited in vain for: {what}.", exception);
            }
        }
    }

    /// <summary>Waits until a fact holds, asked again after each change of the workspace.</summary>
    /// <inheritdoc cref="WaitForAsync{T}" path="/param"/>
    public Task WaitUntilAsync(Func<SlackWorkspace, bool> holds, string what, TimeSpan? limit = null, CancellationToken cancellationToken = default) =>
        WaitForAsync(workspace => holds(workspace) ? workspace : null, what, limit, cancellationToken);

    internal void Mutate(Action change)
    {
        lock (Gate)
        {
            change();
            Changes.Raise();
        }
    }
}
