using System.Buffers.Binary;
using Plumbline.Numerics;

namespace Plumbline.Pumps.Prognosis;

/// <summary>What a score has meant so far: scores that a model gave to hours it had not seen, beside the days that the pump then had.</summary>
/// <remarks>
/// <para>The distribution for a new score is made from each run's pairs that are nearest in score, a tenth of them, so that it is narrow where the model is good. As in split conformal prediction
/// (Vovk, Gammerman and Shafer 2005) errors that were seen are added to the score; but the hours of a run err alike, and the next run will err in its own way. So an error is taken in
/// two parts: what the run's errors have in common, of which there are only as many as runs, Student-distributed as the prediction interval from n observations is
/// (mean + t(n − 1)·sd·√(1 + 1/n); of one run, t(1) times the size of its errors); and what is left in the single hour, as it was seen.</para>
/// <para>A classifier's scores are not days: the days of hours that were scored alike are taken as they were.</para>
/// <para>Hours whose life was capped do not tell their error. Their share among the nearest is the probability that this life is beyond the cap.</para>
/// </remarks>
sealed class RulCalibration
{
    const int MostPairs = 4000;
    const double NearShare = 0.1;
    const int LeastNear = 10;
    const double AlikeScores = 0.05;
    const int LeastAlike = 20;
    const int BetweenCases = 39;
    const int WithinCases = 21;

    readonly Pairs[] _runs;
    readonly RulLabel _label;
    readonly double _cap;

    // Student's cases by degrees of freedom. Two threads may both fill a place, with the same numbers.
    readonly double[]?[] _student;

    // As above: the cases of one run alone, whatever the score.
    double[]? _alone;

    /// <summary>The pairs of one run, by ascending score.</summary>
    sealed record Pairs(double[] Scores, double[] Days)
    {
        /// <summary>Where the tenth of the scores that is nearest to one stands.</summary>
        public Range Nearest(double score)
        {
            var near = Math.Min(Scores.Length, Math.Max(LeastNear, (int)Math.Ceiling(NearShare * Scores.Length)));
            var (low, high) = (0, Scores.Length - near);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (score - Scores[middle] > Scores[middle + near] - score) low = middle + 1;
                else high = middle;
            }

            return low..(low + near);
        }

        /// <summary>Where the scores within a distance of one stand; may be none.</summary>
        public Range Within(double score, double distance)
        {
            var from = 0;
            while (from < Scores.Length && Scores[from] < score - distance) from++;
            var to = from;
            while (to < Scores.Length && Scores[to] <= score + distance) to++;
            return from..to;
        }
    }

    RulCalibration(Pairs[] runs, RulLabel label, double cap)
    {
        _runs = runs;
        _label = label;
        _cap = cap;
        _student = new double[]?[runs.Length + 1];
    }

    /// <param name="scores">Of hours that the model had not seen.</param>
    /// <param name="days">What was true in those hours, capped.</param>
    /// <param name="runs">Which run each is of.</param>
    /// <param name="label">What the scores are: days, or shares of 1.</param>
    /// <param name="cap">Days.</param>
    public static RulCalibration Of(double[] scores, double[] days, int[] runs, RulLabel label, double cap)
    {
        var step = Math.Max(1, (scores.Length + MostPairs - 1) / MostPairs);
        var kept = Enumerable.Range(0, scores.Length).Where(i => i % step == 0).ToArray();
        // Of equal scores, any neighbours are then a fair sample.
        new Random(0).Shuffle(kept);
        return new([.. kept.OrderBy(i => scores[i]).GroupBy(i => runs[i]).OrderBy(run => run.Key).Select(run => new Pairs([.. run.Select(i => scores[i])], [.. run.Select(i => days[i])]))], label, cap);
    }

    /// <summary>The days that a score stands for.</summary>
    public RulDistribution At(double score)
    {
        var near = _label == RulLabel.Classification ? Alike(score) : Array.ConvertAll(_runs, run => run.Nearest(score));
        var (capped, heard) = (0.0, 0);
        for (var run = 0; run < near.Length; run++)
        {
            var days = _runs[run].Days.AsSpan(near[run]);
            if (days.IsEmpty) continue;
            capped += (double)days.Count(_cap) / days.Length;
            heard++;
        }

        return new(_label == RulLabel.Classification ? DaysSeen(near) : ScorePlusErrors(score, near), capped / heard, _cap);
    }

    // Most hours of a run are scored 0 by a classifier, so that a tenth of them would reach far: scores that are alike are asked instead.
    Range[] Alike(double score)
    {
        for (var distance = AlikeScores; ; distance *= 2)
        {
            var within = Array.ConvertAll(_runs, run => run.Within(score, distance));
            if (distance > 1 || within.Sum(range => range.End.Value - range.Start.Value) >= LeastAlike) return within;
        }
    }

    double[] DaysSeen(Range[] near)
    {
        var seen = new List<double>();
        for (var run = 0; run < near.Length; run++)
            foreach (var days in _runs[run].Days.AsSpan(near[run]))
                if (days < _cap) seen.Add(days);
        seen.Sort();
        return [.. seen];
    }

    double[] ScorePlusErrors(double score, Range[] near)
    {
        var common = new List<double>();
        var own = new List<double>();
        for (var run = 0; run < near.Length; run++)
        {
            var (scores, days) = (_runs[run].Scores[near[run]], _runs[run].Days[near[run]]);
            var (sum, count) = (0.0, 0);
            for (var i = 0; i < days.Length; i++)
            {
                if (days[i] >= _cap) continue;
                sum += days[i] - scores[i];
                count++;
            }

            if (count == 0) continue;
            common.Add(sum / count);
            for (var i = 0; i < days.Length; i++) if (days[i] < _cap) own.Add(days[i] - scores[i] - (sum / count));
        }

        if (common.Count == 0) return [];
        var errors = Ascending([.. own], 1);
        var withins = Math.Min(WithinCases, errors.Length);
        var life = new double[BetweenCases * withins];
        var between = common.Count > 1 ? Between(common) : FromOne();
        for (var i = 0; i < life.Length; i++)
        {
            var within = errors[(int)((i % withins + 0.5) / withins * errors.Length)];
            life[i] = Math.Clamp(score + between[i / withins] + within, 0, _cap);
        }

        return Ascending(life, withins);
    }

    /// <summary>Merges parts that ascend already. Asked for every hour that is tested: in a short run the framework's sort, which is not compiled ahead for numbers, would take a tenth of it.</summary>
    /// <param name="values">Reordered.</param>
    /// <param name="part">Length of each part; the last may be shorter.</param>
    static double[] Ascending(double[] values, int part)
    {
        var (from, into) = (values, new double[values.Length]);
        for (; part < values.Length; part *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * part)
            {
                var (left, middle, end) = (start, Math.Min(start + part, values.Length), Math.Min(start + (2 * part), values.Length));
                var right = middle;
                for (var i = start; i < end; i++) into[i] = right == end || (left < middle && from[left] <= from[right]) ? from[left++] : from[right++];
            }

            (from, into) = (into, from);
        }

        return from;
    }

    // Equally likely cases of what the next run's errors have in common.
    double[] Between(List<double> common)
    {
        var n = common.Count;
        var (sum, squares) = (0.0, 0.0);
        foreach (var error in common) sum += error;
        var mean = sum / n;
        foreach (var error in common) squares += (error - mean) * (error - mean);
        var sd = Math.Sqrt(squares / (n - 1) * (1 + (1.0 / n)));
        return Array.ConvertAll(Student(n - 1), t => mean + (sd * t));
    }

    double[] Student(int degreesOfFreedom)
    {
        if (_student[degreesOfFreedom] is { } known) return known;
        var cases = new double[BetweenCases];
        for (var i = 0; i < cases.Length; i++) cases[i] = StudentT.Quantile((i + 0.5) / BetweenCases, degreesOfFreedom);
        return _student[degreesOfFreedom] = cases;
    }

    // From one run alone: errors are 0 in the mean, and it is one draw of their size.
    double[] FromOne()
    {
        if (_alone is { } known) return known;
        var (squares, count) = (0.0, 0);
        foreach (var run in _runs)
        {
            for (var i = 0; i < run.Days.Length; i++)
            {
                if (run.Days[i] >= _cap) continue;
                squares += (run.Days[i] - run.Scores[i]) * (run.Days[i] - run.Scores[i]);
                count++;
            }
        }

        var size = Math.Sqrt(squares / count);
        return _alone = Array.ConvertAll(Student(1), t => size * t);
    }

    public void Write(Stream stream)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(_runs.Length);
        foreach (var run in _runs)
        {
            writer.Write(run.Scores.Length);
            foreach (var score in run.Scores) writer.Write(score);
            foreach (var days in run.Days) writer.Write(days);
        }
    }

    /// <exception cref="InvalidDataException">Cut short, or not what <see cref="Write"/> wrote.</exception>
    public static RulCalibration Read(Stream stream, RulLabel label, double cap)
    {
        var bytes = new byte[8];
        var runs = new Pairs[Count("runs")];
        var left = MostPairs;
        var mostScore = label == RulLabel.Classification ? 1 : cap;
        for (var run = 0; run < runs.Length; run++)
        {
            var (scores, days) = (new double[Count("pairs")], Array.Empty<double>());
            left -= scores.Length;
            if (left < 0) throw new InvalidDataException($"The model's calibration claims more than {MostPairs} pairs.");
            days = new double[scores.Length];
            for (var i = 0; i < scores.Length; i++)
            {
                scores[i] = Next();
                if (!(scores[i] >= (i > 0 ? scores[i - 1] : 0) && scores[i] <= mostScore)) throw new InvalidDataException($"The model's calibration holds a score of {scores[i]}, out of order or range.");
            }

            for (var i = 0; i < days.Length; i++)
            {
                days[i] = Next();
                if (!(days[i] >= 0 && days[i] <= cap)) throw new InvalidDataException($"The model's calibration holds {days[i]} days, outside 0 to {cap}.");
            }

            runs[run] = new(scores, days);
        }

        return new(runs, label, cap);

        int Count(string what)
        {
            Fill(bytes.AsSpan(0, 4));
            var count = BinaryPrimitives.ReadInt32LittleEndian(bytes);
            return count is > 0 and <= MostPairs ? count : throw new InvalidDataException($"The model's calibration claims {count} {what}.");
        }

        double Next()
        {
            Fill(bytes);
            return BinaryPrimitives.ReadDoubleLittleEndian(bytes);
        }

        void Fill(Span<byte> into)
        {
            if (stream.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length) throw new InvalidDataException("The model's calibration is cut short.");
        }
    }
}
