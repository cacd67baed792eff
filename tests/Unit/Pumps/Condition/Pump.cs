using Plumbline.Plant;
using Plumbline.Pumps;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Grades;

namespace Plumbline.Unit.Tests.Pumps.Condition;

/// <summary>One pump and its logs for tests: 500 gpm, 150 psi, 75 hp, 80 % at 1800 rpm.</summary>
static class Pump
{
    internal static readonly DateTime Start = new(2024, 6, 1, 0, 0, 0, DateTimeKind.Utc);

    internal static PumpBaseline Baseline => new()
    {
        PumpId = "Well 1",
        MotorRating = Power.FromHorsepower(100),
        Application = "Municipal Water and Wastewater",
        Flow = Flow.FromGallonsPerMinute(500),
        DischargePressure = Pressure.FromPsi(150),
        Power = Power.FromHorsepower(75),
        EfficiencyPct = 80,
        RatedSpeed = Speed.FromRpm(1800),
    };

    internal static PumpMonitor Monitor(string category, AnalysisOptions? options = null, string profile = "default", PumpBaseline? baseline = null) =>
        new(baseline ?? Baseline, ToleranceTable.Shipped.Select("API", Power.FromHorsepower(100), profile, category), options);

    /// <summary>A row at its baseline, but for what is told; each told column is a small wobble away, so that no sensor looks stuck.</summary>
    internal static PumpLog Log(int rows, Func<int, Row, Row> change, TimeSpan? interval = null) =>
        Log([.. Enumerable.Range(0, rows).Select(i => Start + (i * (interval ?? TimeSpan.FromHours(1))))], change);

    internal static PumpLog Log(DateTime[] times, Func<int, Row, Row> change)
    {
        var rows = times.Select((_, i) => change(i, Row.AtBaseline(i))).ToArray();
        return new("Well 1", times, new()
        {
            FlowGpm = [.. rows.Select(r => r.Flow)],
            DischargePsi = [.. rows.Select(r => r.Discharge)],
            SuctionPsi = [.. rows.Select(r => r.Suction)],
            PowerHp = [.. rows.Select(r => r.Power)],
            EfficiencyPct = [.. rows.Select(r => r.Efficiency)],
            SpeedRpm = [.. rows.Select(r => r.Speed)],
        });
    }

    internal sealed record Row(double Flow, double Discharge, double Suction, double Power, double Efficiency, double Speed)
    {
        internal static Row AtBaseline(int i)
        {
            // Less than a hundredth of a percent, and of another pattern in each column.
            double Wobble(int step) => 1 + (1e-5 * (((i * step) % 17) - 8));
            return new(500 * Wobble(3), 150 * Wobble(5), 25 * Wobble(7), 75 * Wobble(11), 80 * (1 + (2e-5 * (1 + ((i * 13) % 17)))), 1800);
        }
    }
}
