namespace AccessBot.Core.Rules;

/// <summary>How much the texts of a form take when it is sent. Slack takes 250 KB a window (<c>view_too_large</c>); what is larger nobody could ask by.</summary>
public static class FormSize
{
    /// <summary>What a flow's own texts may come to, in bytes. The rest is for menus, what is filled in, and what every form has.</summary>
    public const int MostTexts = 150_000;

    private const int AField = 400;
    private const int ARange = 100;

    /// <summary>What a flow's texts come to, in bytes at worst: what stands above its form, and each field with what stands below and in it.</summary>
    public static int OfTexts(Flow flow) => Of(flow.Header) + Of(flow.Description) + flow.Fields.Sum(field =>
        AField + ARange + Of(field.Label) + Of(field.Help) + Of(field.PatternMessage ?? field.Pattern?.ToString()) + Of(field.Default));

    /// <summary>How many bytes a text is at worst, when what is no letter or digit is written as <c>\u</c> and four digits.</summary>
    public static int Of(string? text) => text?.Sum(c => char.IsAsciiLetterOrDigit(c) || c is ' ' ? 1 : 6) ?? 0;
}
