namespace AccessBot.Sandbox.Page;

internal enum TroubleKind
{
    None,
    Slow,
    Down,
}
