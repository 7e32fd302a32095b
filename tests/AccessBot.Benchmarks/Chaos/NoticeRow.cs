namespace AccessBot.Benchmarks.Chaos;

/// <summary>What the database says of one Slack message that shows a request.</summary>
/// <param name="Request">The request's id.</param>
/// <param name="Kind">For whom it is.</param>
/// <param name="Channel">Where it is; null if it was never sent.</param>
/// <param name="Ts">Slack's name for it.</param>
/// <param name="ShownVersion">The version of the row that it shows.</param>
/// <param name="Problem">Why it can't be delivered; null if it can.</param>
internal sealed record NoticeRow(string Request, string Kind, string? Channel, string? Ts, int ShownVersion, string? Problem);
