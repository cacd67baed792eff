using System.Globalization;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Plumbline.EndToEnd.Tests.Deploy;

/// <summary>The systemd units and the cron line: read as systemd and cron read them, and as closed as they promise.</summary>
public sealed partial class UnitFileTests
{
    static readonly string Folder = Path.Combine(Checkout.Folder, "deploy");

    static readonly Dictionary<string, string[]> KnownKeys = new()
    {
        ["Unit"] = ["Description", "After", "Wants"],
        ["Service"] =
        [
            "Type", "User", "Group", "DynamicUser", "ExecStart", "EnvironmentFile", "Environment", "StateDirectory", "StateDirectoryMode", "WorkingDirectory", "ReadWritePaths",
            "Restart", "RestartSec", "TimeoutStopSec", "LimitNOFILE", "MemoryMax", "Nice", "UMask", "NoNewPrivileges", "CapabilityBoundingSet", "AmbientCapabilities",
            "ProtectSystem", "ProtectHome", "PrivateTmp", "PrivateDevices", "PrivateUsers", "ProtectClock", "ProtectControlGroups", "ProtectHostname", "ProtectKernelLogs",
            "ProtectKernelModules", "ProtectKernelTunables", "ProtectProc", "RestrictAddressFamilies", "RestrictNamespaces", "RestrictRealtime", "RestrictSUIDSGID", "RemoveIPC",
            "LockPersonality", "SystemCallArchitectures", "SystemCallFilter", "SystemCallErrorNumber",
        ],
        ["Install"] = ["WantedBy"],
    };

    public static TheoryData<string> Units => [.. Directory.EnumerateFiles(Path.Combine(Folder, "systemd"), "*.service").Select(file => Path.GetFileName(file)!).Order()];

    [Theory, MemberData(nameof(Units))]
    public void A_unit_has_known_keys_and_runs_shut_in(string name)
    {
        var unit = Read(name);

        foreach (var (section, keys) in unit) keys.Keys.ShouldBeSubsetOf(KnownKeys[section], section);
        var service = unit["Service"];
        (service.ContainsKey("DynamicUser") || service["User"] is not "root").ShouldBeTrue();
        service["ProtectSystem"].ShouldBe("strict");
        service["NoNewPrivileges"].ShouldBe("yes");
        service["CapabilityBoundingSet"].ShouldBeEmpty();
        service["ReadWritePaths"].ShouldBe("/var/lib/" + service["StateDirectory"]);
        service["Restart"].ShouldBe("always");
        service["EnvironmentFile"].TrimStart('-').ShouldStartWith("/etc/");
        service["ExecStart"].ShouldNotContain("plumb_", customMessage: "a token on a command line can be read by everybody on the machine");
        unit["Install"]["WantedBy"].ShouldBe("multi-user.target");
    }

    [Theory, MemberData(nameof(Units))]
    public void Systemd_finds_nothing_to_say_against_a_unit(string name)
    {
        const string analyze = "/usr/bin/systemd-analyze";
        if (!File.Exists(analyze)) Assert.Skip("systemd-analyze is not installed.");
        using var scratch = new Scratch();
        // The programs are not installed where the tests run; everything else stays.
        var text = Programs().Replace(File.ReadAllText(Path.Combine(Folder, "systemd", name)), "ExecStart=/bin/true");
        File.WriteAllText(scratch[name], text);

        var verify = Plumb.Start(scratch.Path, analyze, ["verify", "--man=no", scratch[name]], new Dictionary<string, string>());
        verify.ShouldBe(new Outcome(0, "", ""));

        var security = Plumb.Start(scratch.Path, analyze, ["security", "--offline=true", "--no-pager", scratch[name]], new Dictionary<string, string>());
        var exposure = Exposure().Match(security.Output);
        exposure.Success.ShouldBeTrue(security.Output + security.Errors);
        // 0 is shut in a box, 10 is a plain root service (9.6 without any of the settings).
        double.Parse(exposure.Groups["level"].Value, CultureInfo.InvariantCulture).ShouldBeLessThan(2);
    }

    [Fact]
    public void The_cron_line_runs_once_at_a_time_under_a_user_of_its_own()
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, "cron", "plumb-edge")).Where(line => line.Length > 0 && line[0] != '#').ToList();
        var jobs = lines.Where(line => !line.Contains('=', StringComparison.Ordinal) || char.IsDigit(line[0])).ToList();

        var fields = Regex.Split(jobs.ShouldHaveSingleItem(), " +", RegexOptions.None, TimeSpan.FromSeconds(1));
        fields[..5].ShouldAllBe(field => field == "*" || (int.Parse(field) >= 0 && int.Parse(field) < 60));
        fields[5].ShouldBe("plumb-edge");
        var command = string.Join(' ', fields[6..]);
        command.ShouldContain("flock --nonblock");
        // In a crontab it would end the line.
        command.ShouldNotContain("%");
        Plumb.Start("/", "/bin/sh", ["-n", "-c", command], new Dictionary<string, string>()).ShouldBe(new Outcome(0, "", ""));
    }

    static Dictionary<string, Dictionary<string, string>> Read(string name)
    {
        var sections = new Dictionary<string, Dictionary<string, string>>();
        var current = "";
        foreach (var line in File.ReadAllLines(Path.Combine(Folder, "systemd", name)).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == '[')
            {
                current = line.Trim('[', ']');
                sections.Add(current, []);
                continue;
            }
            var parts = line.Split('=', 2);
            parts.Length.ShouldBe(2, line);
            sections[current][parts[0]] = sections[current].TryGetValue(parts[0], out var before) ? before + " " + parts[1] : parts[1];
        }
        return sections;
    }

    [GeneratedRegex("^ExecStart=[^ ]+", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Programs();

    [GeneratedRegex(@"Overall exposure level for \S+: (?<level>[\d.]+)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Exposure();
}
