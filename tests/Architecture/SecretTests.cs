using System.Reflection;
using System.Security.Cryptography;
using Xunit;

namespace Plumbline.Architecture;

public sealed class SecretTests
{
    [Fact]
    public void Tokens_are_compared_in_constant_time()
    {
        var gate = Assembly.Load("Plumbline.Central").GetType("Plumbline.Central.Tokens.TokenGate", throwOnError: true)!;

        var used = Uses.Of(gate);

        Assert.Contains(typeof(CryptographicOperations), used);
        // What compares in as long as it takes to find a difference.
        Assert.DoesNotContain(typeof(MemoryExtensions), used);
        Assert.DoesNotContain(typeof(Enumerable), used);
    }
}
