using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace AccessBot.Secrets;

/// <summary>
/// The credentials that AWS's own tools would use, in their order: environment, web identity (EKS), profile with what it
/// assumes, container (ECS, EKS), instance. Looked for at every call: what is temporary is renewed, and what was changed is noticed.
/// </summary>
/// <remarks>Assumed roles and web identities need the package AWSSDK.SecurityToken, which AWSSDK.Core loads by its name.</remarks>
internal sealed class AwsChain : AWSCredentials
{
    public override ImmutableCredentials GetCredentials() => DefaultAWSCredentialsIdentityResolver.GetCredentials().GetCredentials();

    public override async Task<ImmutableCredentials> GetCredentialsAsync() =>
        await (await DefaultAWSCredentialsIdentityResolver.GetCredentialsAsync()).GetCredentialsAsync();
}
