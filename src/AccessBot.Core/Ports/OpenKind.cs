using AccessBot.Core.Requests;

namespace AccessBot.Core.Ports;

/// <summary>What some requests that aren't closed are for, by the names of when they were made: the rules may have others by now.</summary>
public sealed record OpenKind(string Flow, string FlowLabel, string Target, string TargetLabel, long Role, Privilege Privilege);
