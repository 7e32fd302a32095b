using AccessBot.Jobs;
using Microsoft.Extensions.Logging;

namespace AccessBot.Tests.Jobs;

public sealed class HangfireLogTests
{
    [Fact]
    public void Who_asks_for_a_logger_when_the_application_has_gone_gets_one_that_says_nothing()
    {
        var loggers = LoggerFactory.Create(static _ => { });
        var log = new HangfireLog(loggers);
        loggers.Dispose();

        var logger = log.GetLogger("late");

        Assert.False(logger.Log(Hangfire.Logging.LogLevel.Fatal, static () => "late"));
    }
}
