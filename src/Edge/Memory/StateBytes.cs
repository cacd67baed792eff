using System.Text;
using Plumbline.Edge.Judging;
using Plumbline.Edge.Reporting;
using Plumbline.Edge.Results;
using Plumbline.Incidents;
using Plumbline.Plant;
using Plumbline.Pumps.Condition;
using Plumbline.Pumps.Features;
using Plumbline.Series;

namespace Plumbline.Edge.Memory;

/// <summary>The state as bytes: its fields one after the other, numbers little-endian to the last bit, times as ticks of UTC, lists after their length.</summary>
static class StateBytes
{
    const int Parameters = 4;

    public static byte[] Of(EdgeState state)
    {
        using var bytes = new MemoryStream();
        using var to = new BinaryWriter(bytes, Encoding.UTF8);
        to.Write(state.PumpId);
        to.Write(state.Rules);
        Write(to, state.Position);
        Write(to, state.Known);
        Write(to, state.Watch.Condition);
        Write(to, state.Watch.Alarm);
        Write(to, state.Watch.History);
        Write(to, state.Report);
        var latest = ResultJson.Line(state.Latest);
        to.Write(latest.Length);
        to.Write(latest);
        to.Flush();
        return bytes.ToArray();
    }

    /// <summary>Null where the bytes are none of this version of the program.</summary>
    public static EdgeState? Read(byte[] content)
    {
        using var from = new BinaryReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        try
        {
            var (pumpId, rules, position) = (from.ReadString(), from.ReadString(), Time(from));
            var known = List(from, () => new EvenTimes(Time(from), new(from.ReadInt64()), from.ReadInt32()));
            var watch = new PumpWatchState(Condition(from), Alarm(from), History(from));
            var report = Report(from);
            if (ResultJson.OfLine(from.ReadBytes(from.ReadInt32())) is not { } latest || from.BaseStream.Position != content.Length) return null;
            return new() { PumpId = pumpId, Rules = rules, Position = position, Known = known, Watch = watch, Report = report, Latest = latest };
        }
        // What a BinaryReader and a DateTime throw on bytes of another make.
        catch (Exception e) when (e is IOException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    static void Write(BinaryWriter to, IReadOnlyList<EvenTimes> known)
    {
        to.Write(known.Count);
        foreach (var run in known)
        {
            Write(to, run.First);
            to.Write(run.Step.Ticks);
            to.Write(run.Count);
        }
    }

    static void Write(BinaryWriter to, ConditionWatchState state)
    {
        to.Write(state.Stuck.Count);
        foreach (var stuck in state.Stuck)
        {
            to.Write(stuck.Value);
            Write(to, stuck.First);
            Write(to, stuck.Latest);
            to.Write(stuck.Length.Ticks);
            to.Write(stuck.Since.Ticks);
            to.Write(stuck.Pending is not null);
            if (stuck.Pending is { } pending) Write(to, pending);
        }
        to.Write(state.Rows.Count);
        foreach (var row in state.Rows)
        {
            Write(to, row.Time);
            to.Write(row.Reading.FlowGpm);
            to.Write(row.Reading.DischargePsi);
            to.Write(row.Reading.SuctionPsi);
            to.Write(row.Reading.PowerHp);
            to.Write(row.Reading.EfficiencyPct);
            to.Write(row.Reading.SpeedRpm);
            to.Write((byte)row.Stuck);
        }
        to.Write(state.Times.Count);
        foreach (var time in state.Times) Write(to, time);
    }

    static ConditionWatchState Condition(BinaryReader from) => new(
        List(from, () => new StuckWatchState(from.ReadDouble(), Time(from), Time(from), new(from.ReadInt64()), new(from.ReadInt64()), from.ReadBoolean() ? Time(from) : null)),
        List(from, () => new RememberedRow(
            Time(from), new(from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble()), (ParameterSet)from.ReadByte())),
        List(from, () => Time(from)));

    static void Write(BinaryWriter to, AlarmWatchState state)
    {
        to.Write(state.Tracker.Level);
        Write(to, state.Tracker.Last);
        Write(to, state.Tracker.Levels);
        Write(to, state.Tracker.Inside);
        to.Write((byte)state.Violated);
        to.Write(state.Recent.Count);
        foreach (var set in state.Recent) to.Write((byte)set);
    }

    static AlarmWatchState Alarm(BinaryReader from) => new(
        new(from.ReadInt32(), Time(from), List(from, from.ReadInt32), List(from, from.ReadInt32)), (ParameterSet)from.ReadByte(), List(from, () => (ParameterSet)from.ReadByte()));

    static void Write(BinaryWriter to, DeviationHistoryState? state)
    {
        to.Write(state is not null);
        if (state is null) return;
        Write(to, state.First);
        Write(to, state.Start);
        to.Write(state.Earlier.Hours);
        to.Write(state.Earlier.Judged);
        to.Write(state.Earlier.Sums.Flow);
        to.Write(state.Earlier.Sums.Head);
        to.Write(state.Earlier.Sums.Power);
        to.Write(state.Earlier.Sums.Efficiency);
        to.Write(state.Hours.Count);
        foreach (var hour in state.Hours)
        {
            Write(to, hour.Start);
            for (var p = 0; p < Parameters; p++) to.Write(hour.Sums[p]);
            for (var p = 0; p < Parameters; p++) to.Write(hour.Counts[p]);
        }
    }

    static DeviationHistoryState? History(BinaryReader from) => !from.ReadBoolean() ? null : new(
        Time(from), Time(from), new(from.ReadInt32(), from.ReadInt32(), new(from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble())),
        List(from, () => new HourTally(
            Time(from), [from.ReadDouble(), from.ReadDouble(), from.ReadDouble(), from.ReadDouble()], [from.ReadInt32(), from.ReadInt32(), from.ReadInt32(), from.ReadInt32()])));

    static void Write(BinaryWriter to, ReportState state)
    {
        to.Write(state.Told.Count);
        foreach (var told in state.Told)
        {
            to.Write(told.Key);
            Write(to, told.Told);
            to.Write(told.Level);
        }
        to.Write((byte)state.AlarmTold);
    }

    static ReportState Report(BinaryReader from) => new(List(from, () => new DebounceEntry(from.ReadString(), Time(from), from.ReadInt32())), (PumpStatus)from.ReadByte());

    static void Write(BinaryWriter to, DateTime time) => to.Write(time.Ticks);

    static void Write(BinaryWriter to, IReadOnlyList<int> numbers)
    {
        to.Write(numbers.Count);
        foreach (var number in numbers) to.Write(number);
    }

    static DateTime Time(BinaryReader from) => new(from.ReadInt64(), DateTimeKind.Utc);

    // Every entry is a byte at least: a length that the rest cannot hold is none, and asks for no memory.
    static T[] List<T>(BinaryReader from, Func<T> entry)
    {
        var count = from.ReadInt32();
        if (count < 0 || count > from.BaseStream.Length - from.BaseStream.Position) throw new FormatException();
        var list = new T[count];
        for (var i = 0; i < count; i++) list[i] = entry();
        return list;
    }
}
