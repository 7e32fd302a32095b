namespace AccessBot.Tests.Support;

/// <summary>The tests that run after all others, one at a time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
