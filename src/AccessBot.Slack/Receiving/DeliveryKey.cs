using System.Security.Cryptography;
using System.Text.Json;

namespace AccessBot.Slack.Receiving;

/// <summary>
/// What a delivery is known by when it comes again. By what it says and not by its bytes: the doors write one deed in different ways, and
/// of several processes one may have it by HTTP and another by Socket Mode. Two deeds differ at least in their trigger.
/// </summary>
internal static class DeliveryKey
{
    public static string Of(SlashCommand command) => Of(
        "command", command.Origin.TeamId, command.Origin.EnterpriseId, command.User.Value, command.Command, command.Text, command.ChannelId, command.TriggerId);

    public static string Of(BlockActionRequest click) => Of(
        "action", click.Origin.TeamId, click.Origin.EnterpriseId, click.User.Value, click.ActionId, click.BlockId, click.Value, click.ActionTs,
        click.Message?.Channel, click.Message?.Ts, click.View?.Id, click.TriggerId);

    public static string Of(ShortcutRequest shortcut) => Of(
        "shortcut", shortcut.Origin.TeamId, shortcut.Origin.EnterpriseId, shortcut.User.Value, shortcut.CallbackId, shortcut.ActionTs,
        shortcut.Message?.Place.Channel, shortcut.Message?.Place.Ts, shortcut.TriggerId);

    /// <summary>Slack gives each event an id, which its repetitions have as well.</summary>
    public static string Of(HomeOpened opened) => Of("event", opened.Origin.TeamId, opened.Origin.EnterpriseId, opened.User.Value, opened.EventId);

    /// <summary>One modal is one submission, however often it is pressed after a lost answer.</summary>
    public static string Of(ViewSubmission submission) => $"view:{submission.View.Id}";

    // As JSON, in which two lists of texts are never the same text.
    private static string Of(params string?[] parts) => $"deed:{Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(parts)))}";
}
