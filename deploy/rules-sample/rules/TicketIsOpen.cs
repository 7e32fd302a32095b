using System.Text.Json;
using AccessBot.Core.Rules;
using AccessBot.Core.Rules.Code;

namespace Acme.Access;

/// <summary>
/// Access is for work that there is a ticket for: the form offers the requester's open tickets, and what is closed by the time of the grant
/// is not given.
/// </summary>
/// <remarks>
/// Any tracker that answers <c>GET TICKETS_URL?assignee=rita@acme.com</c> with <c>[ { "key": "OPS-1", "title": "…", "open": true } ]</c>; change
/// <see cref="OpenAsync"/> for yours. The address is read from the environment, like the token, which is nothing to keep in a file.
/// </remarks>
public sealed class TicketIsOpen : AccessRule
{
    /// <summary>The form's field: <c>{ name: ticket, type: choice, choicesFrom: TicketIsOpen, required: true }</c>.</summary>
    public const string Field = "ticket";

    private const int LongestTitle = 60;

    public override async ValueTask<IReadOnlyList<Choice>> ChoicesAsync(string field, RuleContext context, CancellationToken cancel)
    {
        var tickets = await OpenAsync(context, context.Request!.Requester, cancel);
        return [.. tickets.Select(ticket => new Choice(ticket.Key, $"{ticket.Key} {Cut(ticket.Title)}"))];
    }

    public override async ValueTask<SubmitAnswer> BeforeSubmitAsync(RuleContext context, CancellationToken cancel) =>
        await IsOpenAsync(context, cancel) ? SubmitAnswer.GoOn : SubmitAnswer.Deny("The ticket is not open, or not yours: take it first.");

    public override async ValueTask<GrantAnswer> BeforeGrantAsync(RuleContext context, CancellationToken cancel) =>
        await IsOpenAsync(context, cancel) ? GrantAnswer.GoOn : GrantAnswer.Deny("The ticket was closed meanwhile.");

    private static async Task<bool> IsOpenAsync(RuleContext context, CancellationToken cancel)
    {
        var ticket = context.Request!.Fields.GetValueOrDefault(Field);
        var tickets = await OpenAsync(context, context.Request.Requester, cancel);
        return tickets.Any(open => open.Key == ticket);
    }

    private static async Task<IReadOnlyList<(string Key, string Title)>> OpenAsync(RuleContext context, RulePerson who, CancellationToken cancel)
    {
        // Whoever has no address has no tickets.
        if (who.Email is not { } email)
        {
            return [];
        }

        var tracker = Environment.GetEnvironmentVariable("TICKETS_URL") ?? throw new InvalidOperationException("TICKETS_URL is not set.");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{tracker}?assignee={Uri.EscapeDataString(email)}");
        if (Environment.GetEnvironmentVariable("TICKETS_TOKEN") is { } token)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        // What fails here, throws: then nobody gets anything by this rule, and operators are told.
        using var response = await context.Http.SendAsync(request, cancel);
        response.EnsureSuccessStatusCode();
        using var tickets = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancel), cancellationToken: cancel);
        return [.. tickets.RootElement.EnumerateArray().Where(ticket => ticket.GetProperty("open").GetBoolean())
            .Select(ticket => (ticket.GetProperty("key").GetString()!, ticket.GetProperty("title").GetString()!))];
    }

    private static string Cut(string title) => title.Length <= LongestTitle ? title : title[..LongestTitle];
}
