using System.Text.Json;
using System.Text.Json.Serialization;
using Plumbline.Edge.Judging;
using Plumbline.Edge.Memory;
using Plumbline.Edge.Results;
using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Features;
using Plumbline.Series;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Memory;

public sealed class StateBytesTests
{
    static readonly DateTime Start = new(2026, 3, 1, 5, 30, 0, DateTimeKind.Utc);

    static EdgeState State => new()
    {
        PumpId = "Pümp \"1\"",
        Rules = "0123",
        Position = Start.AddTicks(7),
        Known = [new(Start, TimeSpan.FromMinutes(5), 3), new(Start.AddHours(1), TimeSpan.Zero, 1)],
        Watch = new(
            new([new(double.NaN, Start, Start.AddHours(1), TimeSpan.FromMinutes(3), TimeSpan.Zero, null), new(0.1, Start, Start, TimeSpan.Zero, TimeSpan.FromSeconds(1), Start)],
                [new(Start, new(1, double.NaN, -2, 3, 4, 5), ParameterSet.Head)], [Start, Start.AddMinutes(1)]),
            new(new(3, Start, [0, 1, 3], [1, 0]), ParameterSet.Flow | ParameterSet.Power, [ParameterSet.None, ParameterSet.Efficiency]),
            new(Start, Start, new(3, 2, new(1, 2, 3, double.Epsilon)), [new(Start, [1, 2, 3, 4], [5, 6, 7, 8])])),
        Report = new([new("flow", Start, 4)], PumpStatus.Critical),
        Latest = new()
        {
            Timestamp = Start,
            Status = PumpStatus.Failure,
            Reading = new(1.5, null, -3, 0.1 + 0.2, 5, 6),
            Deviations = new(-12.345678901234567, null, 1e-300, 4),
            Unjudged = new Dictionary<string, Unjudged> { ["head"] = Unjudged.Missing },
            Violations = new Dictionary<string, LoggedViolation> { ["flow"] = new(-12.5, -7, LimitSide.Min, true) },
            Prediction = new(3.25, 0.5, 0.875),
            PredictionUnavailable = null,
            Told = ["flow", "prediction"],
            Key = "k",
            Reason = "because of \"ü\" <b>",
            ModelVersion = "1.0.0",
        },
    };

    [Fact]
    public void What_is_remembered_comes_back_to_the_last_bit()
    {
        var bytes = StateBytes.Of(State);
        var back = StateBytes.Read(bytes).ShouldNotBeNull();

        StateBytes.Of(back).ShouldBe(bytes);
        Text(back).ShouldBe(Text(State));
    }

    static string Text(EdgeState state) => JsonSerializer.Serialize(state, new JsonSerializerOptions { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals });

    [Fact]
    public void Bytes_that_are_cut_short_or_go_on_are_no_state()
    {
        var bytes = StateBytes.Of(State);

        for (var length = 0; length < bytes.Length; length++) StateBytes.Read(bytes[..length]).ShouldBeNull($"{length} bytes");
        StateBytes.Read([.. bytes, 0]).ShouldBeNull();
    }

    [Fact]
    public void No_bytes_make_it_throw_or_ask_for_memory_that_they_do_not_hold()
    {
        var random = new Random(5);
        var bytes = StateBytes.Of(State);
        for (var round = 0; round < 3000; round++)
        {
            var broken = (byte[])bytes.Clone();
            for (var i = 0; i < 1 + (round % 4); i++) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            Should.NotThrow(() => StateBytes.Read(broken));
        }
    }
}
