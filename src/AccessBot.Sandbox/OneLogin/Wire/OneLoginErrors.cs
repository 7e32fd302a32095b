namespace AccessBot.Sandbox.OneLogin;

/// <summary>
/// OneLogin has three shapes of error: inside a <c>status</c> object (version 1), <c>statusCode/name/message</c> (version 2
/// as documented), and <c>status/error/description</c> (version 2's paging and role bodies as reported from live tenants:
/// onelogin-python-sdk issue 134, terraform-provider-onelogin issues 196 and 203).
/// </summary>
internal static class OneLoginErrors
{
    public static OneLoginReply Unauthorized(string message = "Unauthorized") => Named(401, "UnauthorizedError", message);

    public static OneLoginReply NotFound() => Named(404, "NotFoundError", "The resource with the given id could not be found");

    public static OneLoginReply TooManyRequests() => Named(429, "TooManyRequestsError", "Rate limit exceeded");

    public static OneLoginReply Named(int status, string name, string message) =>
        OneLoginReply.Json(status, new { message, statusCode = status, name });

    public static OneLoginReply BadRequest(string description) =>
        OneLoginReply.Json(400, new { status = 400, error = "BadRequestError", description });

    public static OneLoginReply Wrapped(int code, string type, string message) =>
        OneLoginReply.Json(code, new { status = new { error = true, code, type, message } });

    public static OneLoginReply Success() =>
        OneLoginReply.Json(200, new { status = Succeeded });

    public static object Succeeded { get; } = new { error = false, code = 200, type = "success", message = "Success" };
}
