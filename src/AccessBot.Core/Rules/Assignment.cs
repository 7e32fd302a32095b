namespace AccessBot.Core.Rules;

/// <summary>Gives people to lines so that as many places as possible are filled and nobody fills two.</summary>
internal static class Assignment
{
    /// <summary>
    /// A maximum matching by augmenting paths: taking people line by line would give the one person who fits a narrow line
    /// to a wide one that others could have filled. Among the best matchings it is one that favours earlier lines.
    /// </summary>
    /// <param name="places">How many places each line has.</param>
    /// <param name="people">How many people there are.</param>
    /// <param name="fits">Whether a person (second) fits a line (first).</param>
    /// <returns>The line of each person; null for whom there is no place.</returns>
    public static int?[] Best(IReadOnlyList<int> places, int people, Func<int, int, bool> fits)
    {
        var lineOf = new int?[people];
        var filled = new int[places.Count];
        for (var line = 0; line < places.Count; line++)
        {
            // A line that has no augmenting path now has none later either, so each line is filled once, in order.
            while (filled[line] < places[line] && Grow(line, new bool[people]))
            {
                filled[line]++;
            }
        }

        return lineOf;

        bool Grow(int line, bool[] tried)
        {
            for (var person = 0; person < people; person++)
            {
                if (tried[person] || lineOf[person] == line || !fits(line, person))
                {
                    continue;
                }

                tried[person] = true;
                if (lineOf[person] is not { } other || Grow(other, tried))
                {
                    lineOf[person] = line;
                    return true;
                }
            }

            return false;
        }
    }
}
