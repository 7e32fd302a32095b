using AccessBot.Core.Requests;
using AccessBot.Core.Rules.Code;

namespace AccessBot.Core.Ports;

/// <summary>Slack, for rules in C#.</summary>
public interface IRuleSlackSource
{
    /// <summary>Slack for rules that are asked or told about one request; null for none.</summary>
    IRuleSlack For(RequestId? request);
}
