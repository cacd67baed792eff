using System.Collections.Specialized;
using System.Text.Json;
using Quartz.Spi;

namespace Plumbline.Central.Jobs;

/// <summary>What Quartz keeps with its jobs, as JSON: names and texts alone.</summary>
sealed class QuartzText : IObjectSerializer
{
    public void Initialize()
    {
    }

    public byte[] Serialize<T>(T obj)
        where T : class => obj is NameValueCollection texts
            ? JsonSerializer.SerializeToUtf8Bytes(texts.AllKeys.ToDictionary(key => key!, key => texts[key]))
            : throw new NotSupportedException($"A {typeof(T)} is not kept: only names and texts are.");

    public T? DeSerialize<T>(byte[] data)
        where T : class
    {
        var texts = new NameValueCollection();
        foreach (var (key, value) in JsonSerializer.Deserialize<Dictionary<string, string?>>(data)!) texts[key] = value;
        return texts as T ?? throw new NotSupportedException($"A {typeof(T)} is not kept: only names and texts are.");
    }
}

/// <summary>Hands what Quartz logs to the server's log.</summary>
sealed class QuartzLog(ILogger log) : ILoggerFactory
{
    public ILogger CreateLogger(string categoryName) => log;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }
}
