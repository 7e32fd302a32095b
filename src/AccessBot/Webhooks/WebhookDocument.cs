using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AccessBot.Core.Requests;

namespace AccessBot.Webhooks;

/// <summary>A request as webhooks get it: what its approvers see, and no more. The README describes it. Pure.</summary>
internal static class WebhookDocument
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Names and reasons as they are; nothing of this goes into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public static byte[] Of(Request request) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            Version = 1,
            Id = request.Id.ToString(),
            request.State,
            Flow = new { Key = request.Flow, Label = request.FlowLabel },
            Target = new { Key = request.Target, Label = request.TargetLabel, OneLoginRole = request.Role, request.Privilege },
            Requester = new { SlackUser = request.Requester.Value, Name = request.RequesterName },
            request.Reason,
            Answers = request.Answers.Select(answer => new { answer.Label, Values = answer.Words }),
            DurationSeconds = (long?)request.Duration?.TotalSeconds,
            request.Until,
            Extends = request.Extends?.ToString(),
            Step = request.Step + 1,
            request.StepSince,
            Approvals = new { Have = request.ApprovalsHave, Need = request.ApprovalsNeed },
            Decisions = request.Decisions.Select(decision => new { SlackUser = decision.Approver.Value, decision.Name, decision.Approves, decision.At }),
            request.RequestedAt,
            request.LapsesAt,
            request.ApprovedAt,
            request.GrantedAt,
            request.EndsAt,
            request.ClosedAt,
        },
        Options);
}
