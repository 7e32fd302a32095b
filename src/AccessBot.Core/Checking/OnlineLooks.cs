namespace AccessBot.Core.Checking;

/// <summary>Takes every look outside, one after the other. One that finds something wrong keeps only those from being taken that it makes vain.</summary>
public sealed class OnlineLooks(IEnumerable<IOnlineCheck> checks, TimeProvider clock)
{
    /// <summary>For one look, with all that is tried again within it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>What was found, in the order in which it was looked at.</summary>
    /// <param name="withRules">Whether there are access rules to look by.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<Checked>> LookAsync(bool withRules, CancellationToken cancel)
    {
        var looked = new List<Checked>();
        foreach (var check in checks)
        {
            var found = looked.Select(earlier => earlier.Problem?.Code).FirstOrDefault(code => code is not null && check.MootBy.Contains(code, StringComparer.Ordinal));
            if (check.NeedsRules && !withRules)
            {
                looked.Add(new Checked(check.Name) { Open = "not looked at before the access rules can be used" });
            }
            else if (found is not null)
            {
                looked.Add(new Checked(check.Name) { Open = $"not looked at, because of this: {CheckCode.Meanings[found]}" });
            }
            else
            {
                looked.AddRange(await LookAsync(check, cancel));
            }
        }

        return looked;
    }

    private async Task<IReadOnlyList<Checked>> LookAsync(IOnlineCheck check, CancellationToken cancel)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await check.LookAsync(time.Token).WaitAsync(Limit, clock, cancel);
        }
        catch (TimeoutException)
        {
            // It may not listen, but nothing that it does later is waited for.
            await time.CancelAsync();
            return [new Checked(check.Name, new CheckProblem(CheckCode.TooSlow, check.Name, $"It was not seen within {Limit.TotalSeconds:0} seconds.", "See that it can be reached from here and is not overloaded, then check again."))];
        }
    }
}
