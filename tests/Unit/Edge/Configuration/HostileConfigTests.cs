using System.Text;
using System.Text.Json.Nodes;
using Plumbline.Edge.Configuration;
using Plumbline.Intake;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Configuration;

/// <summary>Whatever stands in a configuration, it is read or refused in a sentence that names the place.</summary>
public sealed class HostileConfigTests
{
    static readonly string[] Values = ["null", "true", "-1", "1.5", "1e999", "123456789012345678901234567890", "\"\"", "\"text\"", "\"\\u0000\"", "[]", "[[]]", "[null]", "{}", "{\"a\":{}}"];

    /// <summary>Every field and section of the contract.</summary>
    public static TheoryData<string> Fields => [.. Paths(JsonNode.Parse(ConfigFile.Full)!.AsObject(), "")];

    [Theory, MemberData(nameof(Fields))]
    public void Field_of_another_type_is_named(string path)
    {
        var usual = At(JsonNode.Parse(ConfigFile.Full)!, path)!.ToJsonString();
        var refused = 0;
        foreach (var value in Values)
        {
            var wanted = KindOf(usual);
            if (KindOf(value) == wanted) continue;
            var message = Should.Throw<InvalidInputException>(() => Read(With(path, value)), $"{path} = {value}").Message;
            message.ShouldStartWith("c.json: ");
            message.ShouldContain($"{path} ", customMessage: value);
            refused++;
        }
        refused.ShouldBeGreaterThan(8);
    }

    [Theory, MemberData(nameof(Fields))]
    public void Field_may_be_left_out(string path)
    {
        var json = JsonNode.Parse(ConfigFile.Full)!;
        At(json, Parent(path))!.AsObject().Remove(path[(path.LastIndexOf('.') + 1)..]);

        // But for what a report cannot do without.
        if (path is "api.bearer_token" or "site_info" or "site_info.site_id" or "site_info.pump_id") Should.Throw<InvalidInputException>(() => Read(json.ToJsonString()));
        else Read(json.ToJsonString());
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3), InlineData(4)]
    public void Damaged_text_is_read_or_refused_in_one_sentence(int seed)
    {
        var random = new Random(seed);
        var original = Encoding.UTF8.GetBytes(ConfigFile.Full);
        var (read, refused) = (0, 0);
        for (var round = 0; round < 2500; round++)
        {
            var bytes = Damage(original, random);
            try
            {
                Read(bytes);
                read++;
            }
            catch (InvalidInputException e)
            {
                refused++;
                e.Message.ShouldNotContain('\n');
                e.Message.ShouldNotContain('\0');
                e.Message.ShouldNotContain(ConfigFile.Secret);
                e.Message.ShouldEndWith(".");
            }
        }
        read.ShouldBeGreaterThan(10);
        refused.ShouldBeGreaterThan(1000);
    }

    static byte[] Damage(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var strokes = random.Next(1, 4); strokes > 0; strokes--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(5))
            {
                case 0: bytes[at] = (byte)random.Next(256); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 30), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)])); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 60), bytes.Count - at))); break;
                default: bytes[at] = (byte)"\"{}[]:,0 "[random.Next(9)]; break;
            }
            if (bytes.Count == 0) bytes.Add((byte)'{');
        }
        return [.. bytes];
    }

    static void Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    static void Read(byte[] json) => new ConfigReader("c.json", Path.GetTempPath(), name => name == "ANOMALY_API_TOKEN" ? ConfigFile.Secret : null).Read(json);

    static string With(string path, string value)
    {
        // Not through a JSON tree: some of the values have no place in one.
        var json = JsonNode.Parse(ConfigFile.Full)!;
        At(json, Parent(path))!.AsObject()[path[(path.LastIndexOf('.') + 1)..]] = "@here@";
        return json.ToJsonString().Replace("\"@here@\"", value, StringComparison.Ordinal);
    }

    static string Parent(string path) => path.Contains('.') ? path[..path.LastIndexOf('.')] : "";

    static JsonNode? At(JsonNode root, string path) => path.Length == 0 ? root : path.Split('.').Aggregate((JsonNode?)root, (node, name) => node![name]);

    static IEnumerable<string> Paths(JsonObject section, string prefix) =>
        section.SelectMany(field => field.Value is JsonObject inner ? Paths(inner, $"{prefix}{field.Key}.").Prepend(prefix + field.Key) : [prefix + field.Key]);

    static char KindOf(string json) => json[0] switch { 't' or 'f' => 'b', '-' or (>= '0' and <= '9') => '0', var other => other };
}
