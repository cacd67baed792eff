using System.Globalization;
using System.Text;
using NodaTime.Text;
using Plumbline.Intake.Csv;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Intake;

public sealed class TimestampsTests
{
    static readonly string[] LocalForms =
    [
        "yyyy-MM-dd HH:mm:ss", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss.fff", "yyyy-MM-dd HH:mm:ss.fffffff", "M/d/yyyy H:mm", "MM/dd/yyyy HH:mm",
        "M/d/yyyy H:mm:ss", "M/d/yyyy h:mm tt", "MM/dd/yyyy hh:mm:ss tt", "M/d/yyyy h:mm:sstt", "yyyy-MM-dd", "M/d/yyyy",
    ];

    [Fact]
    public void Every_form_agrees_with_the_platform()
    {
        var random = new Random(20_240_602);
        for (var i = 0; i < 20_000; i++)
        {
            var form = LocalForms[i % LocalForms.Length];
            var text = RandomTime(random).ToString(form, CultureInfo.InvariantCulture);

            Read(text, out var ticks).ShouldBe(TimeReading.Local, text);

            ticks.ShouldBe(DateTime.ParseExact(text, form, CultureInfo.InvariantCulture).Ticks, text);
        }
    }

    [Fact]
    public void Offsets_agree_with_Noda_Time()
    {
        var random = new Random(20_240_603);
        var pattern = OffsetDateTimePattern.ExtendedIso;
        for (var i = 0; i < 20_000; i++)
        {
            var offset = NodaTime.Offset.FromSeconds(random.Next(-18 * 60, (18 * 60) + 1) * 60);
            var text = pattern.Format(NodaTime.LocalDateTime.FromDateTime(RandomTime(random)).WithOffset(offset));

            Read(text, out var ticks).ShouldBe(TimeReading.Utc, text);

            ticks.ShouldBe(pattern.Parse(text).Value.ToInstant().ToDateTimeUtc().Ticks, text);
        }
    }

    [Theory]
    [InlineData("2024-05-01T00:00:00Z", "2024-05-01T00:00:00")]
    [InlineData("2024-05-01t00:00z", "2024-05-01T00:00:00")]
    [InlineData("2024-05-01 00:00:00+02:00", "2024-04-30T22:00:00")]
    [InlineData("2024-05-01 00:00:00 +0200", "2024-04-30T22:00:00")]
    [InlineData("2024-05-01T00:00:00-05", "2024-05-01T05:00:00")]
    [InlineData("5/1/2024 12:30 AM -05:00", null)]
    [InlineData("2024-05-01 00:00:00.123456789Z", "2024-05-01T00:00:00.1234567")]
    [InlineData("2024-05-01 00:00:00,5Z", "2024-05-01T00:00:00.5")]
    [InlineData("2024-05-01T00:00:00+02:", null)]
    [InlineData("2024-05-01T00:00:00+25:00", null)]
    [InlineData("2024-05-01T00:00:00 UTC", null)]
    public void Offsets_by_hand(string text, string? utc)
    {
        var reading = Read(text, out var ticks);

        reading.ShouldBe(utc is null ? TimeReading.Unreadable : TimeReading.Utc);
        if (utc is not null) ticks.ShouldBe(DateTime.Parse(utc, CultureInfo.InvariantCulture).Ticks);
    }

    [Theory]
    [InlineData("", "Missing")]
    [InlineData("2024-05-01 24:00", "Unreadable")]
    [InlineData("2024-05-01 23:60", "Unreadable")]
    [InlineData("2024-05-01 23:59:60", "Unreadable")]
    [InlineData("2024-05-01 00:00:00.", "Unreadable")]
    [InlineData("2024-05-01T", "Unreadable")]
    [InlineData("2024-05-01x00:00", "Unreadable")]
    [InlineData("2024-05-01 00:00 xm", "Unreadable")]
    [InlineData("2024-5-1 00:00", "Unreadable")]
    [InlineData("2024-13-01", "Unreadable")]
    [InlineData("2024-00-01", "Unreadable")]
    [InlineData("2024-04-31", "Unreadable")]
    [InlineData("2023-02-29", "Unreadable")]
    [InlineData("0000-01-01", "Unreadable")]
    [InlineData("2024/05/01 00:00", "Unreadable")]
    [InlineData("01.05.2024 00:00", "Unreadable")]
    [InlineData("5/1/24", "Unreadable")]
    [InlineData("5/1/2024 13:00 PM", "Unreadable")]
    [InlineData("5/1/2024 0:00 AM", "Unreadable")]
    [InlineData("5/32/2024", "Unreadable")]
    [InlineData("32/13/2024", "Unreadable")]
    [InlineData("13/05/2024 00:00", "DayFirst")]
    [InlineData("31/12/2024", "DayFirst")]
    [InlineData("1970-12-31 23:59", "ImplausibleYear")]
    [InlineData("2200-01-01", "ImplausibleYear")]
    [InlineData("1/1/1900 0:00", "ImplausibleYear")]
    [InlineData("45413.5", "Unreadable")]
    [InlineData("1714521600", "Unreadable")]
    public void What_is_no_timestamp(string text, string expected)
    {
        Read(text, out var ticks).ToString().ShouldBe(expected);
        ticks.ShouldBe(0);
    }

    static TimeReading Read(string text, out long ticks) => Timestamps.Read(Encoding.UTF8.GetBytes(text), out ticks);

    static DateTime RandomTime(Random random) =>
        new DateTime(random.Next(Timestamps.FirstYear, Timestamps.LastYear + 1), 1, 1).AddDays(random.Next(365)).AddTicks(random.NextInt64(TimeSpan.TicksPerDay));
}
