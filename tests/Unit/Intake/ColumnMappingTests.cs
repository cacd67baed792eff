using Plumbline.Intake;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class ColumnMappingTests
{
    const string Foreign = "time,tag,Q [m3/h],PT-201,PI 101 (bar),P_el (kW),eta (%),n (rpm),Flow (gpm)\n2024-05-01 00:00,P-7,100,10,1,50,85,1480,-1\n";

    const string Mapping = """
        {
          // ours: theirs
          "timestamp": "TIME", "pump": "tag", "flow": "Q [m3/h]", "head": { "column": "PT-201", "unit": "bar" },
          "suction_pressure": "PI 101 (bar)", "power": "P_el (kW)", "efficiency": "eta (%)", "speed": "n (rpm)",
        }
        """;

    [Fact]
    public void Renames_columns_and_gives_units_to_those_that_have_none()
    {
        var log = Logs.ReadOne(Foreign, new() { Mapping = Map(Mapping) });

        log.PumpId.ShouldBe("P-7");
        log.FlowGpm[0].ShouldBe(440.2867539, 1e-6);
        log.DischargePsi[0].ShouldBe(145.0377377, 1e-6);
        log.SuctionPsi[0].ShouldBe(14.50377377, 1e-6);
        log.PowerHp[0].ShouldBe(67.05110448, 1e-6);
        log.SpeedRpm[0].ShouldBe(1480);
    }

    [Fact]
    public void Leaves_what_it_does_not_name_to_the_contract()
    {
        var text = Logs.Of("5/1/2024 0:00,Well 1,505,148,25,76,85.2,1760");

        Logs.Read(text, new() { Mapping = Map("""{"head": "Discharge Pressure (psi)"}""") }).Content().ShouldBe(Logs.Read(text).Content());
        Logs.ReadOne(text, new() { Mapping = Map("""{"discharge_pressure": "Suction Pressure (psi)", "suction_pressure": "Discharge Pressure (psi)"}""") }).DischargePsi[0].ShouldBe(25);
    }

    [Theory]
    [InlineData("""[1]""", "map.json: not a JSON object that names columns.")]
    [InlineData("""{"flow" "Q"}""", "map.json, line 1: not a JSON object that names columns.")]
    [InlineData("", "map.json, line 1: not a JSON object that names columns.")]
    [InlineData("""{"debit": "Q (gpm)"}""", "map.json: the key 'debit' is not known; there are timestamp, pump, flow, head, discharge_pressure, suction_pressure, power, efficiency, speed.")]
    [InlineData("""{"head": "a (psi)", "discharge_pressure": "b (psi)"}""", "map.json: the key 'discharge_pressure' names a column that another key names already.")]
    [InlineData("""{"flow": "a (gpm)", "flow": "b (gpm)"}""", "map.json: the key 'flow' names a column that another key names already.")]
    [InlineData("""{"flow": 3}""", "map.json: the value of 'flow' is neither the name of a column nor {\"column\": …, \"unit\": …}.")]
    [InlineData("""{"flow": {"column": "Q"}}""", "map.json: the value of 'flow' is neither the name of a column nor {\"column\": …, \"unit\": …}.")]
    public void Is_refused_in_one_sentence(string json, string sentence) => Should.Throw<InvalidInputException>(() => Map(json)).Message.ShouldBe(sentence);

    [Theory]
    [InlineData("""{"flow": "Q"}""", "log.csv, line 1: there is no column 'Q', which map.json names as flow; its columns are "
        + "'timestamp', 'Well ID', 'Flow (gpm)', 'Discharge Pressure (psi)', 'Suction Pressure (psi)', 'Motor Power (hp)', 'Pump Efficiency (%)', 'Motor Speed (rpm)'.")]
    [InlineData("""{"flow": {"column": "Flow (gpm)", "unit": "cfs"}}""", "log.csv, line 1: the unit 'cfs' of the column 'Flow (gpm)' is not known; there are gpm, m3/h, l/s, l/min.")]
    [InlineData("""{"flow": "Well ID"}""", "map.json: two keys name the column 'Well ID'.")]
    [InlineData("""{"power": "Flow (gpm)"}""", "map.json: two keys name the column 'Flow (gpm)'.")]
    public void Must_fit_the_file(string json, string sentence) =>
        Should.Throw<InvalidInputException>(() => Logs.Read(Logs.Of("5/1/2024 0:00,Well 1,505,148,25,76,85.2,1760"), new() { Mapping = Map(json) })).Message.ShouldBe(sentence);

    static ColumnMapping Map(string json) => ColumnMapping.Read(Logs.Bytes(json), "map.json");
}
