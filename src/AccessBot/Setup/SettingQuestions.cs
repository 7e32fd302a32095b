using AccessBot.OneLogin;
using AccessBot.Persistence;
using AccessBot.Secrets;
using AccessBot.Slack;

namespace AccessBot.Setup;

/// <summary>Asks for one setting, and takes only what the program's own validators take.</summary>
internal sealed class SettingQuestions(Dialogue dialogue, SettingsDraft draft)
{
    /// <param name="key">The setting.</param>
    /// <param name="question">How it is asked for.</param>
    /// <param name="usual">What it is if it isn't set; not written then.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task TextAsync(string key, string question, string? usual, CancellationToken cancel)
    {
        if (!IsGiven(key, question))
        {
            var now = draft[key] ?? usual;
            var answer = await dialogue.TextAsync(question, now, text => Problem(draft.With(key, text), key), cancel);
            if (!string.Equals(answer, now ?? "", StringComparison.Ordinal))
            {
                draft[key] = answer;
            }
        }
    }

    /// <inheritdoc cref="TextAsync"/>
    public async Task SecretAsync(string key, string question, CancellationToken cancel)
    {
        if (!IsGiven(key, question) && await dialogue.SecretAsync(question, draft[key] is not null, text => Problem(draft.With(key, text), key), cancel) is { } typed)
        {
            draft[key] = typed;
        }
    }

    /// <summary>What is wrong with a setting; null if nothing is, or it is a reference to what isn't known here.</summary>
    public static string? Problem(SettingsDraft draft, string key)
    {
        if (SecretReference.Read(draft[key]) is not null)
        {
            return null;
        }

        IEnumerable<string> problems = key.Split(':')[0] switch
        {
            SlackOptions.Section => draft.Slack.FindProblems(),
            OneLoginOptions.Section => new OneLoginOptionsValidator().Validate(name: null, draft.OneLogin).Failures ?? [],
            _ => new DatabaseOptionsValidator().Validate(name: null, draft.Database).Failures ?? [],
        };
        return problems.FirstOrDefault(problem => problem.StartsWith($"{key} ", StringComparison.Ordinal));
    }

    private bool IsGiven(string key, string question)
    {
        if (!draft.TakeGiven(key))
        {
            return false;
        }

        var problem = Problem(draft, key);
        dialogue.Say(problem ?? $"{question}: {(SetupKeys.Shown.Contains(key, StringComparer.Ordinal) ? draft[key] : "given")}, by the command line.");
        return problem is null;
    }
}
