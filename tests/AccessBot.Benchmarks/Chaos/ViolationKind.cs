namespace AccessBot.Benchmarks.Chaos;

/// <summary>What may not happen.</summary>
internal enum ViolationKind
{
    /// <summary>One request was made, granted or counted twice, or OneLogin was made to add more often than requests explain.</summary>
    Doubled,

    /// <summary>What was approved was not given though nothing stood in its way, or was said to be given and was not there.</summary>
    Missing,

    /// <summary>What was given was taken away before its end.</summary>
    TakenEarly,

    /// <summary>Something was given without the approval of somebody else who may approve.</summary>
    Unapproved,

    /// <summary>Access went on after its end, for longer than the limit beyond injected outage.</summary>
    OutsideItsTime,

    /// <summary>Access that AccessBot gave is still there when all is over.</summary>
    LostRevocation,

    /// <summary>AccessBot gave access for which, at some time, no open row answered.</summary>
    WithoutRow,

    /// <summary>A membership that AccessBot did not give was taken, or a call was about somebody who had not asked.</summary>
    OthersTaken,

    /// <summary>An audit trail has a gap, a broken chain, or does not say how the row came to be as it is.</summary>
    AuditGap,

    /// <summary>A row is not closed when all is over.</summary>
    NeverClosed,

    /// <summary>A message does not show its row when all is over, or said something before it was so.</summary>
    WrongMessage,

    /// <summary>Something that Slack showed as taken left no trace.</summary>
    LostDeed,

    /// <summary>A process that was told to end while nothing failed took too long, or did not end with 0.</summary>
    NotGraceful,

    /// <summary>A call to OneLogin was given up or noted as failed, though nothing but credentials changed; or a new credential was never taken up.</summary>
    FailedCall,

    /// <summary>A process ended by itself or left an exception unhandled, or the run itself had an accident.</summary>
    Mishap,
}
