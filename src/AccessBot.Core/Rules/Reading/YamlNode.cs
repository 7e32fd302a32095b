namespace AccessBot.Core.Rules.Reading;

/// <summary>A piece of the file, with where it stands.</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <param name="Text">Its value.</param>
    /// <param name="IsPlain">Written without quotes, so that it may be meant as a number, a flag or nothing.</param>
    public sealed record Scalar(int Line, int Column, string Text, bool IsPlain) : YamlNode(Line, Column)
    {
        /// <summary>Nothing, <c>~</c> or <c>null</c>.</summary>
        public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    public sealed record List(int Line, int Column, List<YamlNode> Items) : YamlNode(Line, Column);

    public sealed record Map(int Line, int Column, List<(Scalar Key, YamlNode Value)> Entries) : YamlNode(Line, Column);

    /// <summary>What it is, for a message.</summary>
    public string Kind => this switch
    {
        List => "a list",
        Map => "a mapping",
        Scalar { IsNull: true } => "empty",
        Scalar { IsPlain: false } scalar => $"the text {Quoted.Text(scalar.Text)}",
        Scalar scalar => Quoted.Text(scalar.Text),
        _ => "",
    };
}
