using System.Data.Common;
using Plumbline.Cli;
using Plumbline.Cli.Serve;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Serve;

public sealed class SettingsTests : IDisposable
{
    readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void A_server_in_DATABASE_URL_becomes_a_connection_string_with_its_pool()
    {
        var settings = Of("""
            # where the models are
            DATABASE_URL="postgresql://plumb%40site:p%3Ass;word@db:5433/series"
            export DB_POOL_SIZE = 7
            """);

        var connection = new DbConnectionStringBuilder { ConnectionString = settings.Pooled(settings.Server()!) };

        (connection["Host"], connection["Port"], connection["Database"], connection["Username"], connection["Password"], connection["Maximum Pool Size"])
            .ShouldBe(("db", "5433", "series", "plumb@site", "p:ss;word", "7"));
        settings.DatabaseFile().ShouldBeNull();
    }

    [Theory]
    [InlineData("/var/lib/plumbline/x.db", "/var/lib/plumbline/x.db")]
    [InlineData("sqlite:///x.db", "x.db")]
    public void A_file_in_DATABASE_URL_is_the_embedded_store(string url, string file)
    {
        var settings = Of($"DATABASE_URL={url}");
        settings.DatabaseFile().ShouldBe(file);
        settings.Server().ShouldBeNull();
    }

    [Fact]
    public void What_stands_behind_the_question_mark_is_kept()
    {
        var connection = new DbConnectionStringBuilder { ConnectionString = Of("DATABASE_URL=postgresql+asyncpg://u:p@db/series?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=3").Server()! };

        (connection["SSL Mode"], connection["Root Certificate"], connection["Timeout"], connection["Host"]).ShouldBe(("verifyfull", "/etc/ca.pem", "3", "db"));
        Should.NotThrow(() => new Npgsql.NpgsqlConnectionStringBuilder(connection.ConnectionString)).SslMode.ShouldBe(Npgsql.SslMode.VerifyFull);
        Should.Throw<BadInputException>(() => Of("DATABASE_URL=postgresql://u:secret@db/series?sslmdoe=x").Server()).Message.ShouldContain("'sslmdoe'");
    }

    [Theory]
    [InlineData("postgre://u:secret@db/x")]
    [InlineData("jdbc:postgresql://u:secret@db/x")]
    [InlineData("mysql://u:secret@db/x")]
    public void An_address_of_another_kind_is_no_file(string url)
    {
        var settings = Of($"DATABASE_URL={url}");

        settings.Server().ShouldBeNull();
        var message = Should.Throw<BadInputException>(settings.DatabaseFile).Message;
        message.ShouldContain("postgresql://");
        message.ShouldNotContain("secret");
    }

    [Fact]
    public void What_cannot_be_read_is_refused_without_repeating_a_password()
    {
        Should.Throw<BadInputException>(() => Of("DATABASE_URL=postgresql://user:secret@").Server()).Message.ShouldNotContain("secret");
        Should.Throw<BadInputException>(() => Of("# fine\nnonsense")).Message.ShouldContain("line 2");
        Should.Throw<BadInputException>(() => Of("DB_POOL_SIZE=many").Number("DB_POOL_SIZE", 1, 1000)).Message.ShouldContain("many");
    }

    [Fact]
    public void Redis_is_accepted_and_said_to_be_unneeded() =>
        Of("REDIS_HOST=localhost\nREDIS_PORT=6379").NotNeeded().ShouldBe(["REDIS_HOST", "REDIS_PORT"]);

    Settings Of(string text)
    {
        File.WriteAllText(_file, text);
        return Settings.Read(_file);
    }
}
