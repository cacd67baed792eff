using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Plumbline.Central;
using Plumbline.Central.Storage;
using Plumbline.Central.Tokens;
using Plumbline.Cli.Serve;
using Spectre.Console;

namespace Plumbline.Cli.Tokens;

/// <summary>The command line of <c>plumb token</c>. Works on the store itself, while the server runs or not.</summary>
static class TokenCommand
{
    static readonly Option<string> Name = new("--name") { Required = true, HelpName = "NAME", Description = "What people call it; it is shown beside what the token did." };
    static readonly Option<string[]> Scope = new("--scope") { Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "SCOPE", Description = "edge (a device: reports, and reads its sites), read, write (also acknowledges and resolves) or admin; may be repeated." };
    static readonly Option<long[]> Site = new("--site") { AllowMultipleArgumentsPerToken = true, HelpName = "ID", Description = "Site that the token is good for; may be repeated. Without it: all sites." };
    static readonly Option<TimeSpan> Expires = new("--expires") { HelpName = "DURATION", CustomParser = ParseDuration, DefaultValueFactory = _ => TimeSpan.FromDays(365), Description = "How long it is good for: 365d, 12h, 90m." };
    static readonly Option<int> Rate = new("--rate") { HelpName = "N", DefaultValueFactory = _ => RateLimit.UsualRequestsPerHour, Description = "Requests an hour that it may make." };
    static readonly Argument<string> Named = new("NAME") { Description = "The token's name." };

    public static Command Create()
    {
        Scope.AcceptOnlyFromAmong("edge", "read", "write", "admin");
        Rate.Between(1, 1_000_000_000);
        var command = new Command("token", "Make, list, revoke and rotate the tokens that devices and people send to the server.")
        {
            Sub("create", "Make a token and print it, once: only its hash is kept.", CreateAsync, Name, Scope, Site, Expires, Rate),
            Sub("list", "List all tokens, without their secrets.", ListAsync),
            Sub("revoke", "End a token; every server refuses it when this command returns.", RevokeAsync, Named),
            Sub("rotate", "Give a token another secret and print it, once; the old one has ended when this command returns, what it may do stays.", RotateAsync, Named),
        };
        return HelpWithExamples.With(command, """
            Examples:
              plumb token create --name well1 --scope edge --site 35482 --expires 365d
              plumb token create --name operators --scope read --scope write
              plumb token list --data /var/lib/plumbline
              plumb token rotate well1
              plumb token revoke well1

            Use the --data or --store of the server. The token is printed to standard output and nothing else is.
            """);
    }

    static Command Sub(string name, string description, Func<ParseResult, ITokenStore, CancellationToken, Task<int>> run, params Symbol[] own)
    {
        var command = new Command(name, description) { StoreOptions.Folder, StoreOptions.Store };
        foreach (var symbol in own)
        {
            if (symbol is Argument argument) command.Add(argument);
            else command.Add((Option)symbol);
        }
        command.SetAction(async (parse, cancel) =>
        {
            await using var database = await StoreOptions.OpenAsync(parse);
            return await run(parse, new TokenTable(database), cancel);
        });
        return command;
    }

    static async Task<int> CreateAsync(ParseResult parse, ITokenStore store, CancellationToken cancel)
    {
        var (text, handle, hash) = TokenText.Create();
        var now = TimeProvider.System.Now();
        var token = new AccessToken
        {
            Handle = handle,
            Hash = hash,
            Name = parse.GetValue(Name)!,
            Scopes = parse.GetValue(Scope)!.Aggregate(Scopes.None, (all, one) => all | Enum.Parse<Scopes>(one, ignoreCase: true)),
            Sites = [.. parse.GetValue(Site)!.Distinct()],
            RequestsPerHour = parse.GetValue(Rate),
            CreatedAt = now,
            ExpiresAt = now + parse.GetValue(Expires),
        };
        if (!await store.AddAsync(token)) throw new BadInputException($"there is a token '{token.Name}' already; rotate it, revoke it, or choose another name.");
        Console.Error.WriteLine($"plumb: token '{token.Name}': {Words(token.Scopes)}, {SitesOf(token)}, until {Day(token.ExpiresAt)}. It is shown only now:");
        Console.WriteLine(text);
        return ExitCode.Done;
    }

    static async Task<int> ListAsync(ParseResult parse, ITokenStore store, CancellationToken cancel)
    {
        var now = TimeProvider.System.Now();
        var table = new Table().Border(TableBorder.Simple).AddColumns("name", "scopes", "sites", "requests/h", "created", "expires", "last used", "state");
        foreach (var token in await store.ListAsync(cancel))
        {
            var state = token.IsInForce(now) ? "in force" : token.RevokedAt is null ? "expired" : "revoked " + Day(token.RevokedAt);
            string[] cells = [token.Name, Words(token.Scopes), SitesOf(token), $"{token.RequestsPerHour}", Day(token.CreatedAt), Day(token.ExpiresAt), token.LastUsedAt is { } used ? UtcTime.Format(used)[..16] + "Z" : "never", state];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }
        Terminal.Results.Write(table);
        return ExitCode.Done;
    }

    static async Task<int> RevokeAsync(ParseResult parse, ITokenStore store, CancellationToken cancel)
    {
        var name = parse.GetValue(Named)!;
        if (!await store.RevokeAsync(name, TimeProvider.System.Now())) throw new BadInputException($"there is no token '{name}' in force.");
        await Task.Delay(RecentTokens.Lease, cancel);
        Console.Error.WriteLine($"plumb: token '{name}' is revoked.");
        return ExitCode.Done;
    }

    static async Task<int> RotateAsync(ParseResult parse, ITokenStore store, CancellationToken cancel)
    {
        var name = parse.GetValue(Named)!;
        var (text, handle, hash) = TokenText.Create();
        if (!await store.RotateAsync(name, handle, hash)) throw new BadInputException($"there is no token '{name}' in force.");
        Console.Error.WriteLine($"plumb: token '{name}' has another secret; the old one is void. It is shown only now:");
        Console.WriteLine(text);
        await Task.Delay(RecentTokens.Lease, cancel);
        return ExitCode.Done;
    }

    static TimeSpan ParseDuration(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 36_500)
        {
            switch (text[^1])
            {
                case 'd': return TimeSpan.FromDays(number);
                case 'h': return TimeSpan.FromHours(number);
                case 'm': return TimeSpan.FromMinutes(number);
            }
        }
        result.AddError($"'{text}' is not a duration; write it as 365d, 12h or 90m.");
        return TimeSpan.Zero;
    }

    static string Words(Scopes scopes) => scopes.ToString().ToLowerInvariant();

    static string SitesOf(AccessToken token) => token.Sites.Count == 0 ? "all sites" : string.Join(", ", token.Sites);

    static string Day(DateTime? time) => time?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "never";
}
