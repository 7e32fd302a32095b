namespace AccessBot.Core.Rules;

/// <summary>Holds the rules that are in force now; replaced whole, never changed.</summary>
public sealed class RulesInForce(RulesEdition edition)
{
    private volatile RulesEdition edition = edition;

    /// <summary>Rules that were not read from a file.</summary>
    public RulesInForce(AccessRules rules)
        : this(RulesEdition.Unwritten(rules))
    {
    }

    /// <summary>The rules now. Take it once per decision, so that one decision is by one set of rules.</summary>
    public AccessRules Current
    {
        get => edition.Rules;
        set => edition = RulesEdition.Unwritten(value);
    }

    /// <summary>The same with where they come from.</summary>
    public RulesEdition Edition
    {
        get => edition;
        set => edition = value;
    }
}
