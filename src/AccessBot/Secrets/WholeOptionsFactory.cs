using AccessBot.Composition;
using Microsoft.Extensions.Options;

namespace AccessBot.Secrets;

/// <summary>
/// Makes options of one state of the secrets. Options are bound key by key, and a secret may change between two of them: then
/// they are bound anew, so that a client id never goes with another version's secret.
/// </summary>
/// <remarks>What is wrong with them is said without the secrets that may be quoted, and as sentences also where a number isn't one.</remarks>
internal sealed class WholeOptionsFactory<T>(
    IEnumerable<IConfigureOptions<T>> setups, IEnumerable<IPostConfigureOptions<T>> posts, IEnumerable<IValidateOptions<T>> validations,
    SecretSettings secrets) : IOptionsFactory<T>
    where T : class
{
    private const string Binder = "Microsoft.Extensions.Configuration.Binder";

    private readonly OptionsFactory<T> inner = new(setups, posts, validations);

    public T Create(string name)
    {
        while (true)
        {
            var state = secrets.State;
            var (options, wrong) = Try(name);
            if (ReferenceEquals(state, secrets.State))
            {
                return options ?? throw wrong!;
            }
        }
    }

    private (T? Options, OptionsValidationException? Wrong) Try(string name)
    {
        try
        {
            return (inner.Create(name), null);
        }
        catch (OptionsValidationException e)
        {
            return (null, secrets.Hide(e));
        }
        catch (InvalidOperationException e) when (e.Source == Binder)
        {
            return (null, new OptionsValidationException(name, typeof(T), [.. (SettingFaults.Of(e) ?? [e.Message]).Select(secrets.Hide)]));
        }
    }
}
