namespace AccessBot.Sandbox.Page;

/// <summary>What one types or chooses in one element; an option by its value.</summary>
internal sealed record Entry(string Block, string Action, string[] Chosen);

internal sealed record SayAsk(string As, string Channel, string Text);

internal sealed record ClickAsk(string As, string Channel, string Ts, string Block, string Action, string? Choice);

/// <param name="Ts">The message in whose menu it is; null for one that is there from anywhere.</param>
internal sealed record ShortcutAsk(string As, string Shortcut, string? Channel, string? Ts);

/// <param name="Entries">What stands in the other fields, which the bot is told along with the click.</param>
internal sealed record ActAsk(string As, string Block, string Action, string[] Chosen, Entry[] Entries);

internal sealed record HomeClickAsk(string As, string Block, string Action, string[] Chosen);

internal sealed record SubmitAsk(string As, Entry[] Entries);

internal sealed record SuggestAsk(string As, string Block, string Action, string Typed);

internal sealed record CloseAsk(string As);

internal sealed record TroubleAsk(TroubleKind? OneLogin, TroubleKind? Slack);
