namespace AccessBot.Slack.Wire.Blocks;

/// <summary>A text field, at most 3000 characters.</summary>
internal sealed record PlainTextInput(string ActionId) : BlockElement(ActionId)
{
    public bool Multiline { get; init; }

    public PlainText? Placeholder { get; init => field = value?.Fit(150); }

    public string? InitialValue { get; init => field = string.IsNullOrEmpty(value) ? null : SlackText.Cut(value, Limits.Text); }

    public int? MinLength { get; init => field = InRange(value, 0); }

    public int? MaxLength { get; init => field = InRange(value, 1); }

    public DispatchActionConfig? DispatchActionConfig { get; init; }

    private static int? InRange(int? value, int least) => value is null || (value >= least && value <= Limits.Text)
        ? value
        : throw new ArgumentException($"Slack takes {least} to {Limits.Text}.", nameof(value));
}
