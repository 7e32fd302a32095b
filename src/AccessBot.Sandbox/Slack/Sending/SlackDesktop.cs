namespace AccessBot.Sandbox.Slack;

/// <summary>
/// Slack as one person has it before them: what they do here reaches the bot as a signed delivery, and what it answers is
/// shown as Slack would show it. What Slack would not let them do throws <see cref="NotPossibleInSlackException"/>.
/// </summary>
public sealed class SlackDesktop
{
    private readonly SlackWorkspace _workspace;

    internal SlackDesktop(SlackWorkspace workspace, string personId)
    {
        _workspace = workspace;
        PersonId = personId;
    }

    public string PersonId { get; }

    internal SlackPerson Person
    {
        get
        {
            lock (_workspace.Gate)
            {
                var person = _workspace.Roster.People[PersonId];
                return person.Deleted ? throw new NotPossibleInSlackException($"{person.RealName} is deactivated and can't sign in.") : person;
            }
        }
    }

    /// <summary>Types a slash command; without a channel, in the direct message with the app.</summary>
    public Task<Delivery> CommandAsync(string command, string text = "", string? channelId = null, CancellationToken cancellationToken = default) =>
        new CommandSending(_workspace, Person).SendAsync(command, text, channelId, cancellationToken);

    /// <summary>Uses a shortcut of the app's that is there from anywhere.</summary>
    public Task<Delivery> ShortcutAsync(string callbackId, CancellationToken cancellationToken = default) =>
        new ShortcutSending(_workspace, Person).UseAsync(callbackId, cancellationToken);

    /// <summary>Uses a shortcut of the app's in the menu of a message.</summary>
    public Task<Delivery> ShortcutOnAsync(SlackMessage message, string callbackId, CancellationToken cancellationToken = default) =>
        new ShortcutSending(_workspace, Person).UseOnAsync(message, callbackId, cancellationToken);

    /// <summary>Writes a message as this person.</summary>
    public SlackMessage Say(string channelId, string text)
    {
        lock (_workspace.Gate)
        {
            return _workspace.Transcript.Post(new()
            {
                ChannelId = new Reach(_workspace).Channel(Person, channelId).Id,
                Ts = _workspace.Ids.NextTs(),
                UserId = PersonId,
                Text = text,
                Blocks = Json.EmptyArray,
            });
        }
    }

    /// <summary>Works an element of a message as the message is now.</summary>
    /// <param name="message">Any version of it.</param>
    /// <param name="choice">The value of the option chosen, for anything but a button.</param>
    /// <param name="blockId">Needed where several blocks have the same action id.</param>
    public Task<Delivery> ClickAsync(
        SlackMessage message, string actionId, string? choice = null, string? blockId = null, CancellationToken cancellationToken = default)
    {
        var current = _workspace.Transcript.Find(message.ChannelId, message.Ts) ?? throw new NotPossibleInSlackException("The message is gone.");
        return new MessageClicking(_workspace, Person).ClickAsync(current, actionId, choice, blockId, new(), cancellationToken);
    }

    /// <summary>Works an element of a copy that was on the screen before the message changed.</summary>
    /// <inheritdoc cref="ClickAsync" path="/param"/>
    public Task<Delivery> ClickStaleAsync(
        SlackMessage copy, string actionId, string? choice = null, string? blockId = null, CancellationToken cancellationToken = default) =>
        new MessageClicking(_workspace, Person).ClickAsync(copy, actionId, choice, blockId, new(), cancellationToken);

    /// <summary>Clicks with something in the payload that is not so. The person need not be able to see the message.</summary>
    /// <inheritdoc cref="ClickAsync" path="/param"/>
    public Task<Delivery> ForgeClickAsync(
        SlackMessage message, string actionId, Forgery forgery, string? blockId = null, CancellationToken cancellationToken = default) =>
        new MessageClicking(_workspace, Person).ForgeAsync(message, actionId, blockId, forgery, cancellationToken);

    /// <summary>Types and chooses in the modal in front, without submitting it.</summary>
    public void Fill(FormValues values) => new ModalWork(_workspace, Person).Fill(values);

    /// <summary>Fills in the modal in front, submits it, and does to it what the bot answers.</summary>
    public Task<Delivery> SubmitAsync(FormValues? values = null, CancellationToken cancellationToken = default) =>
        new ModalWork(_workspace, Person).SubmitAsync(values ?? [], cancellationToken);

    /// <summary>Cancels the modal in front, or with <paramref name="all"/> the whole stack by its cross. The bot hears of it only if it wants to.</summary>
    /// <returns>The deliveries made, one for each view that asked for one.</returns>
    public Task<IReadOnlyList<Delivery>> CloseModalAsync(bool all = false, CancellationToken cancellationToken = default) =>
        new ModalWork(_workspace, Person).CloseAsync(all, cancellationToken);

    /// <summary>Works an element of the modal in front that tells the bot at once.</summary>
    public Task<Delivery> ClickInModalAsync(string actionId, string[]? chosen = null, string? blockId = null, CancellationToken cancellationToken = default) =>
        new ViewClicking(_workspace, Person).ClickAsync(
            _workspace.OpenView(PersonId) ?? throw new NotPossibleInSlackException("No modal is open."), actionId, chosen ?? [], blockId, cancellationToken);

    /// <summary>Works an element of the Home tab.</summary>
    public Task<Delivery> ClickAtHomeAsync(string actionId, string[]? chosen = null, string? blockId = null, CancellationToken cancellationToken = default) =>
        new ViewClicking(_workspace, Person).ClickAsync(
            _workspace.Home(PersonId) ?? throw new NotPossibleInSlackException("The app has published no Home tab."), actionId, chosen ?? [], blockId, cancellationToken);

    /// <summary>Types into an external select of the modal in front; what comes back can be chosen from then on.</summary>
    public Task<Suggestions> SuggestAsync(string actionId, string typed, string? blockId = null, CancellationToken cancellationToken = default) =>
        new ModalWork(_workspace, Person).SuggestAsync(actionId, typed, blockId, cancellationToken);

    /// <summary>Opens the app's Home tab, of which the bot is told by an event.</summary>
    public Task<Delivery> OpenHomeAsync(CancellationToken cancellationToken = default) =>
        new ViewClicking(_workspace, Person).OpenHomeAsync(cancellationToken);
}
