using System.Reflection;
using AccessBot.Core.Requests;
using AccessBot.Core.Rules;

namespace AccessBot.Tests.Core.Rules;

public sealed class RefusalsTests
{
    public static TheoryData<RefusalCode> Codes { get; } = [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_code_has_a_sentence_that_says_what_to_do(RefusalCode code)
    {
        var factory = typeof(Refusals).GetMethod(code.ToString(), BindingFlags.Public | BindingFlags.Static);
        Assert.NotNull(factory);

        var refusal = (Refusal)factory.Invoke(null, [.. factory.GetParameters().Select(Example)])!;

        Assert.Equal(code, refusal.Code);
        Assert.Matches("^[A-Z].+\\.$", refusal.Sentence);
        Assert.InRange(refusal.Sentence.Length, 20, 200);
    }

    [Theory]
    [InlineData(RequestState.Granted, "Ana", "This request was already approved by Ana. There is nothing left to decide.")]
    [InlineData(RequestState.Denied, "Ben", "This request was already denied by Ben. There is nothing left to decide.")]
    [InlineData(RequestState.Cancelled, null, "This request was already withdrawn. There is nothing left to decide.")]
    [InlineData(RequestState.Lapsed, null, "This request was already closed, because nobody decided in time. There is nothing left to decide.")]
    public void Who_comes_too_late_is_told_who_decided(RequestState state, string? by, string sentence)
    {
        var refusal = Refusals.AlreadyDecided(state, by);

        Assert.Equal(sentence, refusal.Sentence);
    }

    private static object? Example(ParameterInfo parameter) => parameter switch
    {
        { ParameterType: var type } when type == typeof(Flow) => Cast.Flow("form"),
        { ParameterType: var type } when type == typeof(ApproverLine) => Cast.Flow("plain").Approvers[0],
        { ParameterType: var type } when type == typeof(Field) => Cast.Flow("form").Fields[0],
        { ParameterType: var type } when type == typeof(AutoRule) => new AutoRule("freeze", new Condition(), "Nothing is changed at the weekend."),
        { ParameterType: var type } when type == typeof(Target) => Cast.Flow("form").Targets[0],
        { ParameterType: var type } when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch,
        { ParameterType: var type } when type == typeof(TimeSpan) || type == typeof(TimeSpan?) => TimeSpan.FromHours(1),
        { ParameterType: var type } when type == typeof(bool) => false,
        { ParameterType: var type } when type == typeof(int) => 12,
        { ParameterType: var type } when type == typeof(RequestState) => RequestState.Approved,
        { HasDefaultValue: true } => null,
        _ => "Something",
    };
}
