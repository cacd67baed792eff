using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Plumbline.Bench.Speed.FitPredict;

/// <summary>Bodies with points of a sensor: a minute apart, three decimals, mean 20.</summary>
static class PointsBody
{
    const int FirstSecond = 1_609_459_200;

    public static ByteArrayContent Of(int points)
    {
        var random = new Random(5);
        var text = new StringBuilder("{\"timestamps\":[", points * 20);
        for (var i = 0; i < points; i++) text.Append(i == 0 ? "" : ",").Append(FirstSecond + (60L * i));
        text.Append("],\"values\":[");
        for (var i = 0; i < points; i++) text.Append(i == 0 ? "" : ",").Append((20 + random.NextDouble() - random.NextDouble()).ToString("0.000", CultureInfo.InvariantCulture));
        var content = new ByteArrayContent(Encoding.ASCII.GetBytes(text.Append("]}").ToString()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
