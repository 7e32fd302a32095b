namespace AccessBot.Tests.Slack.Receiving;

/// <summary>Payloads as Slack's pages show them.</summary>
/// <remarks>https://docs.slack.dev/reference/interaction-payloads</remarks>
internal static class Samples
{
    public const string ResponseUrl = "https://hooks.slack.com/actions/T0ACME/1/abc";

    public const string Click = """
        {
          "type": "block_actions",
          "user": { "id": "U0BO", "username": "bo", "name": "bo", "team_id": "T0OTHER" },
          "api_app_id": "A0", "token": "x", "team": { "id": "T0ACME", "domain": "acme" }, "enterprise": null, "is_enterprise_install": false,
          "container": { "type": "message", "message_ts": "1548261231.000200", "channel_id": "C0ACCESS", "is_ephemeral": false },
          "trigger_id": "12321423423.333649436676.d8c1bb837935619ccad0f624c448ffb3",
          "channel": { "id": "C0ACCESS", "name": "access" },
          "message": { "type": "message", "ts": "1548261231.000200", "text": "x", "blocks": [] },
          "response_url": "https://hooks.slack.com/actions/T0ACME/1/abc",
          "actions": [ { "type": "button", "block_id": "decide", "action_id": "approve", "text": { "type": "plain_text", "text": "Approve" },
                         "value": "0195", "action_ts": "1548426417.840180" } ]
        }
        """;

    public const string Choice = """
        {
          "type": "block_actions",
          "user": { "id": "U0ANA", "team_id": "T0ACME" }, "team": { "id": "T0ACME" }, "trigger_id": "1.2.3",
          "container": { "type": "view", "view_id": "V1" },
          "view": { "id": "V1", "hash": "h1", "callback_id": "ask", "private_metadata": "meta",
                    "blocks": [ { "type": "section", "block_id": "head" }, { "type": "input", "block_id": "flow" }, { "type": "input", "block_id": "reason" } ],
                    "state": { "values": {
                      "flow": { "pick": { "type": "static_select", "selected_option": { "text": { "type": "plain_text", "text": "P" }, "value": "production" } } },
                      "reason": { "text": { "type": "plain_text_input", "value": null } } } } },
          "actions": [ { "type": "static_select", "block_id": "flow", "action_id": "pick",
                         "selected_option": { "text": { "type": "plain_text", "text": "P" }, "value": "production" }, "action_ts": "1.1" } ]
        }
        """;

    public const string Submission = """
        {
          "type": "view_submission",
          "user": { "id": "U0ANA", "team_id": "T0ACME" }, "team": { "id": "T0ACME" }, "trigger_id": "1.2.3", "response_urls": [],
          "view": { "id": "V1", "hash": "h1", "callback_id": "ask", "private_metadata": "meta",
                    "blocks": [ { "type": "section", "block_id": "head" }, { "type": "input", "block_id": "flow" }, { "type": "input", "block_id": "reason" } ],
                    "state": { "values": {
                      "flow": { "pick": { "type": "static_select", "selected_option": { "text": { "type": "plain_text", "text": "P" }, "value": "production" } } },
                      "reason": { "text": { "type": "plain_text_input", "value": "A <reason> & more" } } } } }
        }
        """;

    public const string Suggestion = """
        {
          "type": "block_suggestion", "user": { "id": "U0ANA", "team_id": "T0ACME" }, "team": { "id": "T0ACME" },
          "container": { "type": "view", "view_id": "V1" }, "api_app_id": "A0",
          "action_id": "target", "block_id": "target", "value": "prod", "view": { "id": "V1", "callback_id": "ask", "private_metadata": "" }
        }
        """;

    public const string Closed = """
        { "type": "view_closed", "user": { "id": "U0ANA" }, "team": { "id": "T0ACME" }, "view": { "id": "V1" }, "is_cleared": false }
        """;

    public const string Event = """
        { "token": "x", "team_id": "T0ACME", "api_app_id": "A0", "type": "event_callback", "event_id": "Ev1", "event_time": 1234567890,
          "event": { "type": "app_home_opened", "user": "U0ANA", "channel": "D1", "tab": "home" } }
        """;

    public const string OtherEvent = """
        { "token": "x", "team_id": "T0ACME", "api_app_id": "A0", "type": "event_callback", "event_id": "Ev2", "event_time": 1234567890,
          "event": { "type": "app_home_opened", "user": "U0ANA", "channel": "D1", "tab": "messages" } }
        """;

    public const string Shortcut = """
        { "type": "shortcut", "token": "x", "action_ts": "1581106241.371594", "team": { "id": "T0ACME", "domain": "acme" },
          "user": { "id": "U0ANA", "username": "ana", "team_id": "T0ACME" }, "is_enterprise_install": false, "enterprise": null,
          "callback_id": "ask", "trigger_id": "944799105734.773906753841.38b5894552bdd4a780554ee59d1f3638" }
        """;

    public const string MessageShortcut = """
        { "type": "message_action", "token": "x", "action_ts": "1583637157.207593", "team": { "id": "T0ACME", "domain": "acme" },
          "user": { "id": "U0ANA", "name": "ana" }, "channel": { "id": "C0OPS", "name": "ops" }, "is_enterprise_install": false, "enterprise": null,
          "callback_id": "ask.about", "trigger_id": "1.2.3", "message_ts": "1583636382.000300", "response_url": "https://hooks.slack.com/actions/T0ACME/1/abc",
          "message": { "type": "message", "user": "U0BO", "ts": "1583636382.000300", "thread_ts": "1583636000.000100", "text": "The <https://db.example|database> is down, <@U0ANA> &amp; all", "team": "T0ACME" } }
        """;

    public static readonly string[] All = [Click, Choice, Submission, Suggestion, Closed, Event, Shortcut, MessageShortcut];

    public static byte[] Command(string text = "", string trigger = "1.2.3", string team = FrontDoor.Team) => FrontDoor.Form(
        ("token", "x"), ("team_id", team), ("team_domain", "acme"), ("channel_id", "C1"), ("channel_name", "general"), ("user_id", "U0ANA"),
        ("user_name", "ana"), ("command", "/access"), ("text", text), ("response_url", ResponseUrl), ("trigger_id", trigger), ("api_app_id", "A0"));
}
