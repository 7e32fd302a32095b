namespace AccessBot.Core.Rules;

/// <summary>What a form's field takes. The names are stored with requests: they are never renamed.</summary>
public enum FieldType
{
    /// <summary>One line of text.</summary>
    String,

    /// <summary>Several lines of text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Int,

    /// <summary>Yes or no.</summary>
    Bool,

    /// <summary>One of the field's choices.</summary>
    Choice,

    /// <summary>Any of the field's choices.</summary>
    MultiChoice,

    /// <summary>A person in Slack.</summary>
    User,

    /// <summary>People in Slack.</summary>
    Users,

    /// <summary>A length of time.</summary>
    Duration,
}
