namespace AccessBot.Secrets;

/// <summary>What an error of Secrets Manager's means, in a sentence that says what to do.</summary>
internal static class SecretsManagerRefusal
{
    /// <summary>Worth another try soon; the rest is for somebody to mend.</summary>
    public static bool IsPassing(string code) => code is "ThrottlingException" or "Throttling" or "ThrottledException" or "TooManyRequestsException" or "RequestLimitExceeded"
        or "InternalServiceError" or "InternalServiceErrorException" or "InternalFailure" or "InternalServerError" or "ServiceUnavailable" or "ServiceUnavailableException";

    /// <param name="error">AWS's.</param>
    /// <param name="secret">Its name or ARN.</param>
    /// <param name="region">Where it was looked for.</param>
    public static SecretException Of(SecretsManagerError error, string secret, string region)
    {
        var said = error.Message.Length > 0 ? $"{error.Code}: {error.Message}" : error.Code;
        return new SecretException(error.Code switch
        {
            "ResourceNotFoundException" =>
                $"AWS has no secret '{secret}' in {region}, or none with a current value ({said}). Check the name, the account and the region, which Secrets:Region, AWS_REGION or an ARN says.",
            "AccessDeniedException" or "AccessDenied" when error.Message.Contains("KMS", StringComparison.OrdinalIgnoreCase) => NotDecrypted(secret, region, said),
            "AccessDeniedException" or "AccessDenied" =>
                $"AWS does not let AccessBot read the secret '{secret}' in {region} ({said}). Allow secretsmanager:GetSecretValue on its ARN. If the policy is limited to the tag AccessBotEnv, tag the secret.",
            "DecryptionFailure" => NotDecrypted(secret, region, said),
            "InvalidRequestException" =>
                $"AWS does not give out the secret '{secret}' in {region} ({said}). If it is scheduled for deletion, restore it, or refer to another one.",
            "InvalidParameterException" or "ValidationException" => $"AWS does not take '{secret}' for the name or ARN of a secret ({said}). Correct it.",
            "ExpiredTokenException" or "ExpiredToken" or "RequestExpired" =>
                $"the AWS credentials with which the secret '{secret}' was asked for have expired ({said}). Renew them, or give AccessBot a role instead.",
            "UnrecognizedClientException" or "InvalidClientTokenId" or "InvalidAccessKeyId" or "MissingAuthenticationTokenException" or "MissingAuthenticationToken" =>
                $"AWS does not know the credentials with which the secret '{secret}' was asked for ({said}). Check the access key id, and whether its session token belongs to it.",
            "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignatureException" or "IncompleteSignature" or "RequestTimeTooSkewed" =>
                $"AWS does not take the signature with which the secret '{secret}' was asked for ({said}). Check the secret access key, this machine's clock, and that the region {region} is the endpoint's.",
            var code when code.StartsWith("Thrott", StringComparison.Ordinal) || code is "TooManyRequestsException" or "RequestLimitExceeded" =>
                $"AWS was asked for the secret '{secret}' in {region} and says that there were too many calls ({said}). Try again later, or raise the account's limit.",
            var code when IsPassing(code) => $"AWS was asked for the secret '{secret}' in {region} and is in trouble ({said}). Try again later.",
            _ => $"AWS refuses to give out the secret '{secret}' in {region} ({said}).",
        });
    }

    private static string NotDecrypted(string secret, string region, string said) =>
        $"AWS can't decrypt the secret '{secret}' in {region} for AccessBot ({said}). Allow kms:Decrypt on the customer key that it is encrypted with, and see that the key is enabled.";
}
