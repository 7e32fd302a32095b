namespace AccessBot.Slack.Wire.Blocks;

/// <summary>Text in a block, plain or with markup.</summary>
/// <remarks>https://docs.slack.dev/reference/block-kit/composition-objects/text-object</remarks>
internal abstract record TextObject
{
    // Slack refuses empty text. Somebody's empty name must not make a message impossible.
    protected const string Nothing = "–";

    public abstract string Type { get; }

    /// <summary>As Slack gets it.</summary>
    public abstract string Text { get; }

    /// <summary>Null for plain text, which has no such field.</summary>
    public virtual bool? Verbatim => null;

    /// <summary>The same text, cut to what its place takes.</summary>
    public abstract TextObject Fit(int most);
}
