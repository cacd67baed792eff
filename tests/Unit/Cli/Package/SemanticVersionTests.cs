using Plumbline.Cli.Package;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class SemanticVersionTests
{
    [Theory]
    [InlineData("1.0.0")]
    [InlineData("0.12.3")]
    [InlineData("2.0.0-rc.1")]
    [InlineData("1.0.0-alpha-2.x+site7.007")]
    public void Versions_as_semver_has_them_are_good(string text) => SemanticVersion.IsGood(text).ShouldBeTrue();

    [Theory]
    [InlineData("1")]
    [InlineData("1.0")]
    [InlineData("v1.0.0")]
    [InlineData("1.0.0.0")]
    [InlineData("01.0.0")]
    [InlineData("1.0.-1")]
    [InlineData("1.0.0-")]
    [InlineData("1.0.0-rc..1")]
    [InlineData("1.0.0-01")]
    [InlineData("1.0.0+")]
    [InlineData("1.0.0/../x")]
    [InlineData("1.0.0-123456789012345678901234567890123456789012345678901234567890")]
    public void Others_are_not(string text) => SemanticVersion.IsGood(text).ShouldBeFalse();
}
