using Plumbline.Cli;
using Plumbline.Cli.Models;
using Plumbline.Cli.Package;
using Plumbline.Incidents;
using Plumbline.Pumps.Prognosis;
using Plumbline.Unit.Tests.Pumps;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli;

public sealed class PackedModelTests : IDisposable
{
    static readonly RunToFailure[] Runs = [.. Enumerable.Range(1, 3).Select(WearRuns.ToFailure)];

    readonly string _models = Directory.CreateTempSubdirectory("plumbline-test-").FullName;

    // Its days are all beyond the cap: there is nothing to tell apart.
    static readonly Lazy<RulModel> Unskilled = new(() => WithoutSkill("1.0.0"));

    public void Dispose() => Directory.Delete(_models, recursive: true);

    PackageRequest Request => new()
    {
        Settings = new() { BaselinePath = "", Profile = "default", Head = default, SpeedCorrection = true, StuckAfter = TimeSpan.FromHours(24), LossWarningPct = -5, LossUrgentPct = -10, Alarm = new AlarmOptions(), TimeZone = "UTC", Strict = false },
        ModelsFolder = _models,
        Deployment = new(),
    };

    string Kept(RulModel model, string pump) => new ModelStore(_models).Keep(model, pump);

    static RulModel For(string pump, string version) => RulTraining.Train(Runs, new() { Kind = RulModelKind.Linear, MostRows = 400, PumpId = pump, Version = version }, WearRuns.Start).Model.ShouldNotBeNull();

    static RulModel WithoutSkill(string version) => RulTraining.Train(
        [Runs[0] with { FailureDate = WearRuns.Start.AddDays(1000) }], new() { Kind = RulModelKind.Linear, MostRows = 400, PumpId = "Well 1", Version = version }, WearRuns.Start).Model.ShouldNotBeNull();

    [Fact]
    public void The_newest_version_of_the_pump_is_taken_as_the_bytes_that_were_stored()
    {
        Kept(For("Well 1", "1.9.0"), "Well 1");
        var newest = Kept(For("Well 1", "1.10.0"), "Well 1");

        var packed = PackedModel.Choose(Request, "Well 1").ShouldNotBeNull();

        packed.Path.ShouldBe(newest);
        packed.Card.Version.ShouldBe("1.10.0");
        packed.Bytes.ShouldBe(File.ReadAllBytes(newest));
    }

    [Fact]
    public void A_newer_version_without_skill_does_not_take_the_place_of_one_with_skill()
    {
        var skilled = Kept(For("Well 1", "1.0.0"), "Well 1");
        Kept(WithoutSkill("1.1.0"), "Well 1");

        PackedModel.Choose(Request, "Well 1").ShouldNotBeNull().Path.ShouldBe(skilled);
        new ModelStore(_models).NextVersion("Well 1").ShouldBe("1.2.0");
    }

    [Fact]
    public void An_older_one_is_taken_where_it_is_named_and_none_where_none_is_wanted()
    {
        var older = Kept(For("Well 1", "1.9.0"), "Well 1");
        Kept(For("Well 1", "1.10.0"), "Well 1");

        PackedModel.Choose(Request with { ModelPath = older }, "Well 1").ShouldNotBeNull().Card.Version.ShouldBe("1.9.0");
        PackedModel.Choose(Request with { WithoutModel = true }, "Well 1").ShouldBeNull();
    }

    [Fact]
    public void Where_there_is_none_it_says_what_can_be_done() =>
        Should.Throw<BadInputException>(() => PackedModel.Choose(Request, "Well 1")).Message
            .ShouldBe($"there is no model of 'Well 1' in '{_models}': train one (plumb train), name one with --model, or pack tolerance checks alone with --no-model.");

    [Fact]
    public void The_model_of_another_pump_is_refused_unless_it_learnt_from_this_one_too()
    {
        var other = Kept(For("Well 2", "1.0.0"), "Well 2");

        Should.Throw<BadInputException>(() => PackedModel.Choose(Request with { ModelPath = other }, "Well 1")).Message.ShouldBe($"model '{other}' is of 'Well 2', and learnt nothing from 'Well 1'.");
        PackedModel.Choose(Request with { ModelPath = other }, "pump 3").ShouldNotBeNull();
    }

    [Fact]
    public void A_model_without_skill_is_packed_only_by_force()
    {
        Unskilled.Value.Card.HasSkill.ShouldBeFalse();
        var path = Kept(Unskilled.Value, "Well 1");

        Should.Throw<BadInputException>(() => PackedModel.Choose(Request, "Well 1")).Message.ShouldStartWith($"model '{path}' has no skill (R² ");
        PackedModel.Choose(Request with { Force = true }, "Well 1").ShouldNotBeNull().Bytes.ShouldBe(File.ReadAllBytes(path));
    }

    [Fact]
    public void A_damaged_newest_is_refused_and_no_older_one_slips_in()
    {
        Kept(For("Well 1", "1.0.0"), "Well 1");
        var newest = Kept(For("Well 1", "2.0.0"), "Well 1");
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^100]);

        Should.Throw<BadInputException>(() => PackedModel.Choose(Request, "Well 1")).Message.ShouldStartWith($"model '{newest}': The model file is cut short");
    }
}
