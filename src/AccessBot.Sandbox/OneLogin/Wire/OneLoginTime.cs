using System.Globalization;

namespace AccessBot.Sandbox.OneLogin;

internal static class OneLoginTime
{
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
