using System.Net;
using System.Text.Json;
using AccessBot.Core.Ports;

namespace AccessBot.OnCall;

/// <summary>One question by HTTP to a service that says who is on call. Whatever is not an answer is <see cref="OnCallUnavailableException"/>.</summary>
internal sealed class OnCallWire(IHttpClientFactory clients)
{
    public const string Client = "OnCall";

    /// <summary>The largest answer that is read: a page of a hundred people is far smaller.</summary>
    public const int MostAnswerBytes = 4 * 1024 * 1024;

    /// <param name="service">Its name, for a sentence.</param>
    /// <param name="address">What is asked.</param>
    /// <param name="key">The value of the header <c>Authorization</c>; a key with what it wants before it.</param>
    /// <param name="accept">The kind of answer that is wanted.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The answer, an object.</returns>
    public async Task<JsonElement> AskAsync(string service, Uri address, string key, string accept, CancellationToken cancel)
    {
        using var question = new HttpRequestMessage(HttpMethod.Get, address);
        question.Headers.TryAddWithoutValidation("Authorization", key);
        question.Headers.TryAddWithoutValidation("Accept", accept); // As it is documented; the library would put a blank into it.
        try
        {
            using var answer = await clients.CreateClient(Client).SendAsync(question, cancel);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                throw new OnCallUnavailableException(Sentence(service, answer.StatusCode));
            }

            var json = await JsonSerializer.DeserializeAsync<JsonElement>(await answer.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
            return json.ValueKind == JsonValueKind.Object ? json : throw Unreadable(service);
        }
        catch (HttpRequestException e)
        {
            throw new OnCallUnavailableException($"{service} can't be reached.", e);
        }
        catch (JsonException e)
        {
            throw new OnCallUnavailableException($"{service}'s answer can't be read.", e);
        }
    }

    /// <summary>What a service sent is not what it is documented to send. Nobody is off call by that.</summary>
    public static OnCallUnavailableException Unreadable(string service) => new($"{service}'s answer is not of the form that is known.");

    private static string Sentence(string service, HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"{service} refuses AccessBot's key ({(int)status}).",
        HttpStatusCode.NotFound => $"{service} has no such schedule or policy, or does not show it to AccessBot's key.",
        HttpStatusCode.TooManyRequests => $"{service} wants fewer questions (429).",
        _ => $"{service} answers with an error ({(int)status}).",
    };
}
