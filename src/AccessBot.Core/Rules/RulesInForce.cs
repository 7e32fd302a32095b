namespace AccessBot.Core.Rules;

/// <summary>Holds the rules that are in force now; replaced whole, never changed.</summary>
public sealed class RulesInForce(AccessRules rules)
{
    private volatile AccessRules current = rules;

    /// <summary>The rules now. Take it once per decision, so that one decision is by one set of rules.</summary>
    public AccessRules Current
    {
        get => current;
        set => current = value;
    }
}
