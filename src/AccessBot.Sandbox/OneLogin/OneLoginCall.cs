namespace AccessBot.Sandbox.OneLogin;

/// <summary>One call that the tenant got. Bodies and headers are not kept: they carry secrets.</summary>
public sealed record OneLoginCall
{
    public required DateTimeOffset At { get; init; }

    public required string Method { get; init; }

    /// <summary>The path below the base address, without the query.</summary>
    public required string Path { get; init; }

    public required string Query { get; init; }

    /// <summary>The ids in the body: of users for <c>/api/2/roles/…</c>, of roles for <c>/api/1/users/…</c>.</summary>
    public required IReadOnlyList<long> Ids { get; init; }

    /// <summary>Null when the connection was closed without a reply.</summary>
    public required int? Status { get; init; }

    /// <summary>As sent in <c>x-request-id</c>.</summary>
    public required string RequestId { get; init; }

    /// <summary>What the call changed, also when its reply was lost; empty for reads and for writes that found the wanted state.</summary>
    public required IReadOnlyList<MembershipChange> Effect { get; init; }
}
