using System.Security.Cryptography;
using AccessBot.Core.Ports;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Slack.Conversation;

/// <summary>Keeps what a webhook was told of a request as its row is.</summary>
internal sealed class WebhookNotices(RulesInForce rules, IRequestStore store, IWebhook webhook, TimeProvider clock)
{
    /// <summary>How often one is tried that does not answer, within some four minutes. Slack comes back; an address may be wrong.</summary>
    public const int MostTries = 9;

    /// <summary>Posts the request as it is, if that is not what was posted last.</summary>
    /// <exception cref="WebhookException">It was not taken.</exception>
    public async Task PostAsync(Request row, Notice notice, CancellationToken cancel)
    {
        var document = webhook.Write(row);
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(document));
        var delivery = $"{row.Id}-{row.Version}";
        if (string.Equals(fingerprint, notice.Fingerprint, StringComparison.Ordinal))
        {
            delivery = notice.Ts!;
        }
        else
        {
            var address = AddressOf(row, notice) ?? throw new WebhookException("the access rules don't have it any more", isFinal: true);
            await webhook.PostAsync(address, delivery, document, cancel);
        }

        notice.Shown(notice.Address, delivery, row.Version, fingerprint, clock.GetUtcNow());
        await store.SaveNoticeAsync(row.Id, notice, cancel);
    }

    /// <summary>Of today's rules, since a path may hold a secret that was changed: that of its step, or another one at the same host.</summary>
    private Uri? AddressOf(Request row, Notice notice)
    {
        var places = (rules.Current.FindFlow(row.Flow)?.Notify ?? []).Select(step => step.Place).ToList();
        return new[] { places.ElementAtOrDefault(notice.Step) }.Concat(places).OfType<NotifyPlace.Webhook>()
            .FirstOrDefault(place => string.Equals(place.Host, notice.Address, StringComparison.Ordinal))?.Address;
    }
}
