using Plumbline.Edge.Artifact;
using Plumbline.Incidents;
using Plumbline.Intake;
using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge;

public sealed class PumpArtifactTests
{
    [Fact]
    public void What_was_packed_is_read_to_the_last_bit()
    {
        var packed = new PackedBaseline
        {
            Pump = UnpackedArtifact.Baseline with { RatedSpeed = new Speed(1770.0 / 3), SpecificGravity = 0.997 },
            Profile = "hi14.6",
            Category = "2B",
            Options = new()
            {
                Head = HeadBasis.DifferentialHead,
                RatedSpeed = new Speed(1.0 / 3),
                SpeedCorrection = false,
                StuckAfter = TimeSpan.FromHours(1.0 / 7),
                LossWarningPct = -4.9,
                LossUrgentPct = -9.7,
                Alarm = new AlarmOptions { Needed = 2, Of = 7, DeadbandShare = 1.0 / 3 },
            },
            Signals = new(new RatedSpeed(new(1760), "the most frequent running speed"), SpeedVaries: true, ParameterSet.Power | ParameterSet.Flow, EfficiencyIsComputed: true, new ParameterValues(double.NaN, 1.0 / 3, double.NaN, 85)),
        };
        using var unpacked = new UnpackedArtifact(UnpackedArtifact.Model, packed);

        var artifact = PumpArtifact.Open(unpacked.Folder);

        artifact.Baseline.ShouldBe(packed);
        artifact.Grade.Grade.Name.ShouldBe("2B");
        artifact.Grade.Grade.Profile.ShouldBe("hi14.6");
        artifact.Metadata.Version.ShouldBe("1.2.0");
        artifact.Model.ShouldNotBeNull().Card.TrainedAt.ShouldBe(UnpackedArtifact.Model.Card.TrainedAt);
        artifact.WhyNoPredictions.ShouldBeNull();
    }

    [Fact]
    public void Without_a_model_it_says_why_nothing_is_predicted()
    {
        using var unpacked = new UnpackedArtifact();

        var artifact = PumpArtifact.Open(unpacked.Folder);

        artifact.Model.ShouldBeNull();
        artifact.WhyNoPredictions.ShouldBe("the artifact was packed without a model");
        artifact.Baseline.Signals.ShouldBeNull();
        artifact.Grade.Grade.Name.ShouldBe("1U");
    }

    [Theory]
    [InlineData(ArtifactLayout.Baseline, "\"flow_gpm\": ", "\"flow_gpm\": -", "'flow_gpm' is -")]
    [InlineData(ArtifactLayout.Baseline, "\"power_hp\": 75", "\"power_hp\": \"75\"", "'power_hp' is \"75\"; it must be a number")]
    [InlineData(ArtifactLayout.Baseline, "\"efficiency_percent\": 85.5", "\"efficiency_percent\": 855", "'efficiency_percent' is 855; it must be from above 0 to 100")]
    [InlineData(ArtifactLayout.Baseline, "\"speed_correction\": true,", "", "'judging.speed_correction' is missing")]
    [InlineData(ArtifactLayout.Baseline, "\"speed_correction\": true", "\"speed_corection\": true", "'judging.speed_correction' is missing")]
    [InlineData(ArtifactLayout.Baseline, "\"speed_rpm\": null", "\"speed_rpm\": null, \"sped\": 1", "'sped' is not known here")]
    [InlineData(ArtifactLayout.Baseline, "\"head\": \"discharge\"", "\"head\": \"sideways\"", "'judging.head' is \"sideways\"; it must be one of discharge, differential, differential-ft")]
    [InlineData(ArtifactLayout.Baseline, "\"alarm_needed\": 3", "\"alarm_needed\": 6", "'judging.alarm_needed' is 6; it must be from 1 to 5")]
    [InlineData(ArtifactLayout.Baseline, "\"format\": 1", "\"format\": 2", "'format' is 2")]
    [InlineData(ArtifactLayout.Baseline, "\"pump_type\"", "pump_type", "line 4: it cannot be read as JSON")]
    [InlineData(ArtifactLayout.Baseline, "Municipal Water", "Space", "Unknown application", ArtifactLayout.Tolerances)]
    [InlineData(ArtifactLayout.Baseline, "\"pump\": \"Well 1\"", "\"pump\": \"Well 2\"", "'pump' is 'Well 1', that of config/baseline.json 'Well 2'", ArtifactLayout.ModelMetadata)]
    [InlineData(ArtifactLayout.Tolerances, "\"max_deviation\": 10", "\"max_deviation\": \"ten\"", "max_deviation: is \"ten\"")]
    [InlineData(ArtifactLayout.ColumnMapping, "{}", "{\"flo\": \"Q\"}", "the key 'flo' is not known")]
    [InlineData(ArtifactLayout.ModelMetadata, "\"version\": \"1.2.0\"", "\"version\": 1.2", "'version' is 1.2; it must be text")]
    public void What_cannot_be_is_named_with_its_file_and_place(string part, string from, string to, string named, string? blamed = null)
    {
        using var unpacked = new UnpackedArtifact();
        PumpArtifact.Open(unpacked.Folder);
        unpacked.Change(part, from, to);

        var trouble = Should.Throw<InvalidInputException>(() => PumpArtifact.Open(unpacked.Folder));

        trouble.Message.ShouldStartWith(unpacked[blamed ?? part]);
        trouble.Message.ShouldContain(named);
        trouble.Message.ShouldNotContain("..");
    }

    [Theory]
    [InlineData(ArtifactLayout.Model, "the model is missing")]
    [InlineData(ArtifactLayout.ModelMetadata, "the description of the model is missing")]
    [InlineData(ArtifactLayout.Baseline, "the baseline is missing")]
    [InlineData(ArtifactLayout.Tolerances, "the tolerance table is missing")]
    [InlineData(ArtifactLayout.ColumnMapping, "the column mapping is missing")]
    public void A_part_that_is_missing_is_named(string part, string named)
    {
        using var unpacked = new UnpackedArtifact(UnpackedArtifact.Model);
        File.Delete(unpacked[part]);

        Should.Throw<InvalidInputException>(() => PumpArtifact.Open(unpacked.Folder)).Message.ShouldBe($"{unpacked[part]}: {named}.");
    }

    [Fact]
    public void A_model_that_is_damaged_is_refused()
    {
        using var unpacked = new UnpackedArtifact(UnpackedArtifact.Model);
        var bytes = File.ReadAllBytes(unpacked[ArtifactLayout.Model]);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(unpacked[ArtifactLayout.Model], bytes);

        Should.Throw<InvalidInputException>(() => PumpArtifact.Open(unpacked.Folder)).Message.ShouldBe($"{unpacked[ArtifactLayout.Model]}: The model file is damaged: its checksum does not fit.");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_named() =>
        Should.Throw<InvalidInputException>(() => PumpArtifact.Open("/nowhere/well1")).Message.ShouldBe("/nowhere/well1: there is no such folder to read an artifact from.");
}
