namespace AccessBot.Setup;

/// <summary>Whoever is asked has ended their input: there will be no answer.</summary>
internal sealed class InputEndedException : OperationCanceledException;
