using System.Text;
using Plumbline.Edge.Delivery;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Delivery;

public sealed class OutboxTests
{
    [Fact]
    public void File_is_the_body_of_the_request_under_the_time_and_key_of_the_report()
    {
        using var device = new Device();
        var payload = Device.Payload(Device.Hour(0));

        device.Outbox.Add(payload);

        device.Files().ShouldBe([$"anomaly_20240725_143200_{payload.Key}.json"]);
        var report = device.Outbox.Read(device.Files()[0], out var defect)!;
        defect.ShouldBeNull();
        report.Body.ShouldBe(payload.ToJson());
        (report.Key, report.Timestamp, report.SiteId).ShouldBe((payload.Key, payload.Timestamp, 35482));
    }

    [Fact]
    public void Reading_judged_again_gives_the_same_file()
    {
        using var device = new Device();
        device.Outbox.Add(Device.Payload(Device.Hour(0)));
        var before = device.Everything();

        new Outbox(device.OutboxFolder).Add(Device.Payload(Device.Hour(0)));

        device.Everything().ShouldBe(before);
    }

    [Fact]
    public void Order_is_that_of_the_readings_and_not_of_the_files()
    {
        using var device = new Device();
        var random = new Random(20240725);
        var hours = Enumerable.Range(0, 40).Select(i => i * 700).ToArray();
        random.Shuffle(hours);
        foreach (var hour in hours)
        {
            device.Outbox.Add(Device.Payload(Device.Hour(hour)));
            File.SetLastWriteTimeUtc(Path.Combine(device.OutboxFolder, PendingReport.NameOf(Device.Payload(Device.Hour(hour)))), Device.Hour(random.Next(100_000)));
        }

        device.Outbox.OldestFirst().Select(name => device.Outbox.Read(name, out _)!.Timestamp).ShouldBe(hours.Order().Select(Device.Hour));
        device.Outbox.Count.ShouldBe(40);
    }

    [Fact]
    public void Draft_of_a_killed_run_is_removed_and_never_sent()
    {
        using var device = new Device();
        device.Outbox.Add(Device.Payload(Device.Hour(0)));
        File.WriteAllText(Path.Combine(device.OutboxFolder, PendingReport.NameOf(Device.Payload(Device.Hour(1))) + ".tmp"), "{\"sourceT");
        device.Outbox.Count.ShouldBe(1);

        new Outbox(device.OutboxFolder).Count.ShouldBe(1);

        device.Files().Count.ShouldBe(1);
    }

    [Fact]
    public void Full_disk_is_told_and_leaves_nothing_half_written()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no device that is always full.");
        using var device = new Device();
        device.Outbox.Add(Device.Payload(Device.Hour(0), 15));
        var before = device.Everything();
        var path = Path.Combine(device.OutboxFolder, PendingReport.NameOf(Device.Payload(Device.Hour(0))));
        File.CreateSymbolicLink(path + ".tmp", "/dev/full");

        var trouble = Should.Throw<IOException>(() => device.Outbox.Add(Device.Payload(Device.Hour(0), 16)));

        trouble.Message.ShouldStartWith($"'{path}' cannot be written: No space left on device");
        device.Everything().ShouldBe(before);
        device.Files().Count.ShouldBe(1);
    }

    [Fact]
    public void Place_that_cannot_be_a_folder_is_told()
    {
        using var device = new Device();
        File.WriteAllText(device.OutboxFolder, "");

        Should.Throw<IOException>(() => device.Outbox.Add(Device.Payload(Device.Hour(0)))).Message.ShouldContain("cannot be written");
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "empty", [] },
        { "cut off", Device.Payload(Device.Hour(0)).ToJson()[..200] },
        { "zeros", new byte[900] },
        { "garbage", Random(7, 900) },
        { "two in one", [.. Device.Payload(Device.Hour(0)).ToJson(), .. Device.Payload(Device.Hour(0)).ToJson()] },
        { "not an object", Encoding.UTF8.GetBytes("[1, 2]") },
        { "no report", Encoding.UTF8.GetBytes("{}") },
        { "of another time", Device.Payload(Device.Hour(1)).ToJson() },
        { "broken UTF-8", Replace(Device.Payload(Device.Hour(0)).ToJson(), (byte)'F', 0xFF) },
        { "half a surrogate pair", Encoding.UTF8.GetBytes("""{"sourceType":"log","description":"\ud800","timestamp":"2024-07-25T14:32:00Z"}""") },
        { "huge", [.. Encoding.UTF8.GetBytes("{\"description\":\""), .. Enumerable.Repeat((byte)'x', 300_000)] },
    };

    [Theory, MemberData(nameof(Damaged))]
    public async Task Damaged_file_is_set_aside_as_it_is_named_and_stops_nothing(string what, byte[] content)
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = new Device(centre);
        device.Outbox.Add(Device.Payload(Device.Hour(1)));
        var name = PendingReport.NameOf(Device.Payload(Device.Hour(0)));
        File.WriteAllBytes(Path.Combine(device.OutboxFolder, name), content);

        var outcome = await device.FlushAsync();

        (outcome.Sent.Count, outcome.Unreadable, outcome.Waiting).ShouldBe((1, 1, 0), what);
        outcome.Remarks.Single().ShouldStartWith($"'{name}' in the outbox cannot be sent, it is ");
        File.ReadAllBytes(Path.Combine(device.OutboxFolder, "unreadable", name)).ShouldBe(content);

        // The same name again takes nothing's place.
        File.WriteAllText(Path.Combine(device.OutboxFolder, name), "again");
        await device.FlushAsync();
        File.ReadAllBytes(Path.Combine(device.OutboxFolder, "unreadable", name)).ShouldBe(content);
        device.Files("unreadable").Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("notes.json"), InlineData("anomaly_20240725_143200.json"), InlineData("anomaly_20240725_143200_XYZ.json"), InlineData("anomaly_.json")]
    [InlineData("anomaly_20240725_143200_7d7cf90eaa3d74bf6a152270282de54G.json"), InlineData("anomaly_20240725_143200_7d7cf90eaa3d74bf6a152270282de548-.json")]
    public async Task File_of_another_name_is_set_aside(string name)
    {
        using var centre = new LoopbackCentre(Reaction.Stored);
        using var device = new Device(centre);
        Directory.CreateDirectory(device.OutboxFolder);
        File.WriteAllBytes(Path.Combine(device.OutboxFolder, name), Device.Payload(Device.Hour(0)).ToJson());

        (await device.FlushAsync()).Remarks.Single().ShouldStartWith($"'{name}' in the outbox cannot be sent, its name is not that of a report: ");

        centre.Requests.ShouldBeEmpty();
        device.Files("unreadable").ShouldBe([name]);
    }

    static byte[] Random(int seed, int length)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    static byte[] Replace(byte[] bytes, byte old, byte by) => [.. bytes.Select(b => b == old ? by : b)];
}
