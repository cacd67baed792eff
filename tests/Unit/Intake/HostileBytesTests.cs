using System.Text;
using Plumbline.Intake;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

/// <summary>Whatever the bytes are: values and defects, or the one documented error.</summary>
public sealed class HostileBytesTests
{
    const string Valid = Logs.Header + "\n"
        + "5/1/2024 0:00,Well 1,505,148,25,76,85.2,1760\n2024-05-01T01:00:00+02:00,\"Well \"\"2\"\"\",510.5,152,-26,77,,1765\r\n5/1/2024 2:00 PM,Well 1,498,147,24,75.5,85.3,1758\n";

    const string Spice = "\"\",;\t\r\n.-+eE:/TZ0123456789 \0\uFEFFé∞NaN";

    [Fact]
    public void Mutations_of_a_valid_log_are_read_or_refused()
    {
        var random = new Random(20_240_604);
        var (read, refused) = (0, 0);
        for (var i = 0; i < 6000; i++)
        {
            var bytes = Mutated(Encoding.UTF8.GetBytes(i % 3 == 0 ? Valid.Replace(',', ';') : Valid), random);
            if (IsRead(bytes)) read++;
            else refused++;
        }
        read.ShouldBeGreaterThan(1500);
        refused.ShouldBeGreaterThan(500);
    }

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(20_240_605);
        for (var i = 0; i < 2000; i++)
        {
            var bytes = new byte[random.Next(300)];
            random.NextBytes(bytes);
            IsRead(bytes).ShouldBeFalse();
        }
    }

    [Fact]
    public void Mutations_of_a_baseline_are_read_or_refused()
    {
        var valid = Encoding.UTF8.GetBytes("Well ID,pump_type,horsepower,application,baseline_flow_gpm,baseline_discharge_pressure_psi,baseline_power_hp,baseline_efficiency_percent,failure_date\n"
            + "Well 1,Goulds 3409,100,Municipal Water and Wastewater,500,150,75,85.5,2024-07-30\n");
        var random = new Random(20_240_606);
        var read = 0;
        for (var i = 0; i < 3000; i++)
        {
            try
            {
                PumpBaselineReader.Read(new MemoryStream(Mutated(valid, random)), "b.csv").ShouldNotBeEmpty();
                read++;
            }
            catch (InvalidInputException e)
            {
                ShouldBeOneSentence(e, "b.csv");
            }
        }
        read.ShouldBeInRange(300, 2700);
    }

    static bool IsRead(byte[] bytes)
    {
        try
        {
            var file = Logs.Read(new MemoryStream(bytes), new() { TimeZone = "America/Chicago" });
            foreach (var pump in file.Pumps)
            {
                foreach (var column in (double[][])[pump.Log.FlowGpm.ToArray(), pump.Log.DischargePsi.ToArray(), pump.Log.PowerHp.ToArray(), pump.Log.EfficiencyPct.ToArray(), pump.Log.SpeedRpm.ToArray()])
                    column.All(value => double.IsNaN(value) || (value >= 0 && double.IsFinite(value))).ShouldBeTrue();
                pump.Log.EfficiencyPct.ToArray().All(value => double.IsNaN(value) || value <= 100).ShouldBeTrue();
            }
            file.AllDefects().All(defect => defect.Where.StartsWith("log.csv, line", StringComparison.Ordinal) && defect.What.EndsWith('.') && defect.Count > 0).ShouldBeTrue();
            return true;
        }
        catch (InvalidInputException e)
        {
            ShouldBeOneSentence(e, "log.csv");
            return false;
        }
    }

    static void ShouldBeOneSentence(InvalidInputException e, string file)
    {
        e.Message.ShouldStartWith(file);
        e.Message.ShouldEndWith(".");
        e.Message.Any(char.IsControl).ShouldBeFalse();
    }

    static byte[] Mutated(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var n = random.Next(1, 4); n > 0; n--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveAt(at); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Spice[random.Next(Spice.Length)].ToString())); break;
                case 3: bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at)); break;
                case 4: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at))); break;
                default: bytes.InsertRange(at, Enumerable.Repeat((byte)Spice[random.Next(20)], random.Next(1, 40))); break;
            }
            if (bytes.Count == 0) break;
        }
        return [.. bytes];
    }
}
