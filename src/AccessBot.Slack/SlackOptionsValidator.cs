using Microsoft.Extensions.Options;

namespace AccessBot.Slack;

/// <summary>Says what is missing, where it is found and how it is set; all of it at once.</summary>
internal sealed class SlackOptionsValidator : IValidateOptions<SlackOptions>
{
    private const string AppLevel = "xapp-";
    private const string OfAUser = "xoxp-";

    public ValidateOptionsResult Validate(string? name, SlackOptions options)
    {
        var problems = Problems(options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(SlackOptions options)
    {
        if (string.IsNullOrEmpty(options.WorkspaceId) && string.IsNullOrEmpty(options.EnterpriseId))
        {
            yield return "Slack:WorkspaceId is not set. Set it (or Slack:EnterpriseId) to the id of the one workspace to serve: the T… in "
                + "https://app.slack.com/client/T… ; as an environment variable, Slack__WorkspaceId.";
        }

        if (!string.IsNullOrEmpty(options.WorkspaceId) && !IsId(options.WorkspaceId, 'T'))
            yield return "Slack:WorkspaceId is not the id of a workspace. It begins with T and has only letters and digits.";

        if (!string.IsNullOrEmpty(options.EnterpriseId) && !IsId(options.EnterpriseId, 'E'))
            yield return "Slack:EnterpriseId is not the id of an organisation. It begins with E and has only letters and digits.";

        foreach (var problem in ProblemsOfTheDoor(options))
            yield return problem;

        if (options.BotToken?.StartsWith(AppLevel, StringComparison.Ordinal) == true)
        {
            yield return "Slack:BotToken is an app-level token (xapp-…), which is for Slack:AppToken. Set it to the Bot User OAuth Token (xoxb-…) "
                + "that stands under OAuth & Permissions at https://api.slack.com/apps .";
        }
        else if (options.BotToken?.StartsWith(OfAUser, StringComparison.Ordinal) == true)
        {
            yield return "Slack:BotToken is a user's token (xoxp-…), with which AccessBot would act as that person. Set it to the Bot User OAuth Token (xoxb-…) "
                + "that stands under OAuth & Permissions at https://api.slack.com/apps .";
        }
        else if (!IsSecret(options.BotToken))
        {
            yield return "Slack:BotToken is not set. Set it to the Bot User OAuth Token (xoxb-…) that stands under OAuth & Permissions at "
                + "https://api.slack.com/apps ; as an environment variable, Slack__BotToken.";
        }

        if (!SlackOptions.IsCommand(options.Command))
            yield return "Slack:Command is not a slash command. It begins with a slash and has at most 32 characters and no space, like /access.";

        if (!string.IsNullOrEmpty(options.AlertsChannel) && !IsId(options.AlertsChannel, 'C') && !IsId(options.AlertsChannel, 'G'))
        {
            yield return "Slack:AlertsChannel is not the id of a channel. It begins with C or G and has only letters and digits: it stands at the "
                + "bottom of the channel's details in Slack. Leave it out for none.";
        }

        if (options.ApiBaseUrl is not { IsAbsoluteUri: true, Scheme: "https" or "http" })
            yield return "Slack:ApiBaseUrl is not an absolute http(s) address. Leave it out, unless Slack is reached by a proxy.";
    }

    private static IEnumerable<string> ProblemsOfTheDoor(SlackOptions options)
    {
        if (options.Door is null)
        {
            yield return "Slack:Transport is neither SocketMode nor Http. Set it to one of them, or leave it out: then it is SocketMode if Slack:AppToken "
                + "is set, and Http if not.";
        }

        if (options.Door == SlackTransport.SocketMode && string.IsNullOrEmpty(options.AppToken))
        {
            yield return "Slack:AppToken is not set, but Slack:Transport is SocketMode. Set it to an app-level token (xapp-…) with the scope "
                + "connections:write, made under Basic Information at https://api.slack.com/apps ; as an environment variable, Slack__AppToken. "
                + "Or set Slack:Transport to Http.";
        }

        if (!string.IsNullOrEmpty(options.AppToken) && !(IsSecret(options.AppToken) && options.AppToken.StartsWith(AppLevel, StringComparison.Ordinal)))
        {
            yield return "Slack:AppToken is not an app-level token. It begins with xapp- and has no space: make one with the scope connections:write "
                + "under Basic Information at https://api.slack.com/apps .";
        }

        if (options.Door == SlackTransport.Http && !IsSecret(options.SigningSecret))
        {
            yield return "Slack:SigningSecret is not set. Set it to the Signing Secret that stands under Basic Information at "
                + "https://api.slack.com/apps ; as an environment variable, Slack__SigningSecret. Without it anybody could pose as Slack. "
                + "Socket Mode needs none: for that, set Slack:AppToken and leave Slack:Transport out.";
        }
    }

    private static bool IsId(string id, char first) => id.Length > 1 && id[0] == first && id.All(char.IsAsciiLetterOrDigit);

    // Both go into a header or a key as they are; a blank is a copying mistake.
    private static bool IsSecret(string? secret) => !string.IsNullOrEmpty(secret) && secret.All(c => c is > ' ' and <= '~');
}
