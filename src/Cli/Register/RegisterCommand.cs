using System.CommandLine;

namespace Plumbline.Cli.Register;

/// <summary>The command lines of <c>plumb factory</c>, <c>machine</c>, <c>tariff</c> and <c>carbon</c>: add, list, show, change, and remove where that can be.</summary>
static class RegisterCommand
{
    public static Command Create(RegisterKind kind)
    {
        var server = new ServerSettings();
        var json = new Option<bool>("--json") { Description = "Print JSON in place of a table." };
        var factory = new Option<string?>("--factory") { HelpName = "NAME", Description = "Name or id of its factory." };
        var name = new Argument<string>(kind.NameField.ToUpperInvariant()) { Description = "What it is called." };
        var called = new Argument<string>($"{kind.NameField.ToUpperInvariant()}|ID") { Description = "Its name or its id." };
        var rename = new Option<string?>($"--{kind.NameField}") { HelpName = "TEXT", Description = "What it is to be called." };

        var command = new Command(kind.Word, kind.Description)
        {
            Sub("add", "Add one.", async (parse, entries, cancel) => entries.Show(await entries.AddAsync(Said(parse, (kind.NameField, parse.GetValue(name))), parse.GetValue(factory), cancel), parse.GetValue(json)), name, isNew: true),
            Sub("list", "List all of them.", async (parse, entries, cancel) => entries.Show(await entries.ListAsync(parse.GetValue(factory), cancel), parse.GetValue(json))),
            Sub("show", "Show one.", async (parse, entries, cancel) => entries.Show(await entries.FindAsync(parse.GetValue(called)!, parse.GetValue(factory), cancel), parse.GetValue(json)), called),
            Sub("change", "Change one; what is not named stays.", async (parse, entries, cancel) => entries.Show(await entries.ChangeAsync(parse.GetValue(called)!, Said(parse, (kind.NameField, parse.GetValue(rename))), parse.GetValue(factory), cancel), parse.GetValue(json)), called, isChange: true),
        };
        if (kind.CanBeRemoved) command.Add(Sub("remove", "Remove one that should never have been; what held for a while gets a --valid-until.", (parse, entries, cancel) => entries.RemoveAsync(parse.GetValue(called)!, parse.GetValue(factory), cancel), called));
        return HelpWithExamples.With(command, kind.Examples);

        Command Sub(string verb, string description, Func<ParseResult, RegisterEntries, CancellationToken, Task> run, Argument? argument = null, bool isNew = false, bool isChange = false)
        {
            var sub = new Command(verb, description);
            if (argument is not null) sub.Add(argument);
            if (kind.IsOfFactory) sub.Add(factory);
            if (isChange) sub.Add(rename);
            if (isNew || isChange)
                foreach (var field in kind.Fields) sub.Add(field.Option);
            sub.Add(json);
            foreach (var option in server.All) sub.Add(option);
            if (isNew)
            {
                sub.Validators.Add(result =>
                {
                    if (kind.IsOfFactory && result.GetResult(factory) is null) result.AddError("name its factory with --factory.");
                    foreach (var field in kind.Fields.Where(field => field.IsRequired && result.GetResult(field.Option) is null)) result.AddError($"{field.Option.Name} is required: {field.Option.Description}");
                });
            }

            sub.SetAction(async (parse, cancel) =>
            {
                using var open = server.Open(parse);
                await run(parse, new(open, kind), cancel);
                return ExitCode.Done;
            });
            return HelpWithExamples.With(sub, kind.Examples);
        }

        IReadOnlyList<(string Field, System.Text.Json.Nodes.JsonNode? Value)> Said(ParseResult parse, (string Field, string? Value) called) =>
            [(called.Field, called.Value), .. kind.Fields.Select(field => (field.Json, field.Read(parse)))];
    }
}
