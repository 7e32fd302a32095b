using AccessBot.Tests.Support;

namespace AccessBot.Tests.Cli;

/// <summary>One thing that is wrong where everything else is right, and what <c>accessbot check --online</c> says of it.</summary>
/// <param name="Break">Breaks it; gives the settings that are other than right.</param>
/// <param name="Line">How the line begins, after its mark.</param>
/// <param name="Remedy">What it tells to do.</param>
/// <param name="Code">With which code.</param>
internal sealed record OneThingBroken(Func<ProcessJourney, string[]> Break, string Line, string Remedy, string Code);
