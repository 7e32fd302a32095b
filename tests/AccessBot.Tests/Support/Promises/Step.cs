using AccessBot.Sandbox;
using AccessBot.Sandbox.OneLogin;

namespace AccessBot.Tests.Support.Promises;

/// <summary>One thing that happens in a plan. Requests are named by their place in the order in which they were made, round and round.</summary>
internal abstract record Step
{
    private Step() { }

    /// <summary>Somebody sends the form off.</summary>
    internal sealed record Ask(CastMember Who, string Flow, string Target, int? Minutes) : Step
    {
        public override string ToString() => $"{Who.Firstname} asks for {Target} by {Flow}{(Minutes is { } minutes ? $" for {minutes} min" : "")}";
    }

    /// <summary>The last form is delivered once more.</summary>
    internal sealed record AskAgain : Step
    {
        public override string ToString() => "the last form is delivered again";
    }

    /// <summary>Somebody clicks, whether their message still has that button or not.</summary>
    internal sealed record Click(Verb Verb, CastMember Who, int Nth) : Step
    {
        public override string ToString() => $"{Who.Firstname} clicks {Verb} on request {Nth}";
    }

    /// <summary>Somebody asks for more time for a request's access: its holder, unless somebody else is named.</summary>
    internal sealed record Extend(CastMember? Who, int Nth, int Minutes) : Step
    {
        public override string ToString() => $"{Who?.Firstname ?? "the holder"} asks for {Minutes} min more for request {Nth}";
    }

    /// <summary>Two things at the same time.</summary>
    internal sealed record Both(Step One, Step Other) : Step
    {
        public override string ToString() => $"({One}) and at once ({Other})";
    }

    /// <summary>Jobs that are due run, all at once; and each of them twice, if so wished.</summary>
    internal sealed record Work(bool Twice = false) : Step
    {
        public override string ToString() => Twice ? "due jobs run, each twice" : "due jobs run";
    }

    /// <summary>Jobs that are due run until the process is killed, at this call to the database or OneLogin; then it starts again.</summary>
    internal sealed record Crash(int AtCall) : Step
    {
        public override string ToString() => $"due jobs run and the process is killed at its call {AtCall}";
    }

    internal sealed record Restart : Step
    {
        public override string ToString() => "restart";
    }

    /// <summary>Every waiting job is lost.</summary>
    internal sealed record LoseJobs : Step
    {
        public override string ToString() => "all jobs are lost";
    }

    internal sealed record Reconcile : Step
    {
        public override string ToString() => "reconcile pass";
    }

    /// <summary>Time passes with the service at work.</summary>
    internal sealed record Pass(TimeSpan Time) : Step
    {
        public override string ToString() => $"{Time} pass";
    }

    /// <summary>Time passes with the service doing nothing.</summary>
    internal sealed record Sleep(TimeSpan Time) : Step
    {
        public override string ToString() => $"{Time} pass and nothing runs";
    }

    /// <summary>The time comes to a request's end, or near it, with nothing running meanwhile.</summary>
    internal sealed record ToTheEnd(int Nth, int Milliseconds) : Step
    {
        public override string ToString() => $"the time comes to the end of request {Nth} {Milliseconds:+0;-0;+0} ms and nothing runs";
    }

    internal sealed record OneLoginFails(string Kind, OneLoginFault Fault, string? Method, int? Times) : Step
    {
        public override string ToString() =>
            $"OneLogin fails {(Times is { } times ? $"{times} times" : "from now on")}{(Method is null ? "" : $" at {Method}")}: {Kind}";
    }

    /// <summary>What is written through OneLogin's API is seen this much later.</summary>
    internal sealed record OneLoginShowsLate(TimeSpan By) : Step
    {
        public override string ToString() => $"OneLogin shows writes {By} later";
    }

    internal sealed record SlackFails(string Kind, int? Times) : Step
    {
        public override string ToString() => $"Slack fails {(Times is { } times ? $"{times} times" : "from now on")}: {Kind}";
    }

    internal sealed record DatabaseFails(int Skip, int Times, bool AfterEffect) : Step
    {
        public override string ToString() => $"the database is away {Times} times after {Skip} calls{(AfterEffect ? ", having done its work" : "")}";
    }

    internal sealed record FaultsEnd : Step
    {
        public override string ToString() => "faults end";
    }

    internal sealed record ByHand(bool Add, CastMember Who, long Role, RolePrivilege Privilege = RolePrivilege.Member) : Step
    {
        public override string ToString() => $"{Who.Firstname} is {(Add ? "added to" : "removed from")} {Role} as {Privilege} by hand";
    }

    /// <summary>Somebody's OneLogin user becomes active or suspended.</summary>
    internal sealed record Activate(CastMember Who, bool Active) : Step
    {
        public override string ToString() => $"{Who.Firstname} is {(Active ? "active again" : "suspended")} in OneLogin";
    }

    internal sealed record Delete(CastMember Who) : Step
    {
        public override string ToString() => $"{Who.Firstname} is deleted in OneLogin";
    }

    /// <summary>An approver joins or leaves the user group of the approvers.</summary>
    internal sealed record Group(CastMember Who, bool Joins) : Step
    {
        public override string ToString() => $"{Who.Firstname} {(Joins ? "joins" : "leaves")} the approvers";
    }

    /// <summary>The flow <c>second-door</c> leaves the access rules, or comes back.</summary>
    internal sealed record SecondDoor(bool Open) : Step
    {
        public override string ToString() => $"the second door {(Open ? "is back in" : "leaves")} the rules";
    }
}
