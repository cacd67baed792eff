using System.Collections.Concurrent;
using System.Text;

namespace Plumbline.Central;

/// <summary>What the server knows of itself in numbers, in Prometheus' text format 0.0.4. Capabilities add to it when they are mapped.</summary>
sealed class MetricSet
{
    readonly ConcurrentQueue<Action<StringBuilder>> _writers = new();
    readonly ConcurrentQueue<Func<CancellationToken, Task>> _questions = new();

    /// <summary>What is to be asked anew, of the store for example, before numbers are read.</summary>
    public void Before(Func<CancellationToken, Task> ask) => _questions.Enqueue(ask);

    /// <summary>A number that only grows while the process lives. Its name ends in <c>_total</c>.</summary>
    public void Counter(string name, string help, Func<double> read) => AddNumber(name, help, "counter", read);

    /// <summary>A number that goes up and down.</summary>
    public void Gauge(string name, string help, Func<double> read) => AddNumber(name, help, "gauge", read);

    /// <summary>Durations in seconds, one histogram for each set of labels.</summary>
    public void Durations(string name, string help, Func<IEnumerable<(string Labels, Histogram Histogram)>> read) => _writers.Enqueue(text =>
    {
        Head(text, name, help, "histogram");
        foreach (var (labels, histogram) in read()) Write(text, name, labels, histogram);
    });

    public async Task<string> TextAsync(CancellationToken cancel)
    {
        foreach (var ask in _questions) await ask(cancel);
        var text = new StringBuilder();
        foreach (var write in _writers) write(text);
        return text.ToString();
    }

    /// <summary>A label's value as it may stand between quotes.</summary>
    public static string Escaped(string value) => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    void AddNumber(string name, string help, string type, Func<double> read) => _writers.Enqueue(text =>
    {
        Head(text, name, help, type);
        text.Append(name).Append(' ').Append(read()).Append('\n');
    });

    static void Head(StringBuilder text, string name, string help, string type) =>
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    static void Write(StringBuilder text, string name, string labels, Histogram histogram)
    {
        var (counts, sumS) = histogram.Read();
        var (total, separator) = (0L, labels.Length == 0 ? "" : ",");
        for (var step = 0; step < counts.Length; step++)
        {
            total += counts[step];
            var end = step < Histogram.BoundsS.Length ? Histogram.BoundsS[step].ToString() : "+Inf";
            text.Append(name).Append("_bucket{").Append(labels).Append(separator).Append("le=\"").Append(end).Append("\"} ").Append(total).Append('\n');
        }

        var braces = labels.Length == 0 ? "" : $"{{{labels}}}";
        text.Append(name).Append("_sum").Append(braces).Append(' ').Append(sumS).Append('\n');
        text.Append(name).Append("_count").Append(braces).Append(' ').Append(total).Append('\n');
    }
}
