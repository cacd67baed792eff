using System.Text;
using Plumbline.Edge.Configuration;
using Plumbline.Intake;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Edge.Configuration;

public sealed class DeploymentConfigTests
{
    [Fact]
    public void Every_field_is_read()
    {
        using var file = new ConfigFile(ConfigFile.Full);

        var config = file.Read();

        config.Reports.ShouldBeTrue();
        config.Api.BaseUrl.ShouldBe(new Uri("https://central.example/api/v1"));
        config.Api.Token!.Reveal().ShouldBe(ConfigFile.Secret);
        (config.Api.RetryAttempts, config.Api.RetryDelay, config.Api.Timeout, config.Api.FlushLimit).ShouldBe((4, TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(90)));
        (config.Site.SiteId, config.Site.PumpId, config.Site.DeviceId, config.Site.TimeZone).ShouldBe((35482, 1, "well1-edge", "America/Chicago"));
        config.Site.SensorIds.ShouldBe(new Dictionary<PumpParameter, long> { [PumpParameter.Flow] = 101, [PumpParameter.Head] = 102, [PumpParameter.Power] = 103, [PumpParameter.Efficiency] = 104 }, ignoreOrder: true);
        config.Reporting.Trigger.ShouldBe(ReportTrigger.Alarm);
        config.Reporting.ReportOnStatus.ShouldBe([PumpStatus.Critical, PumpStatus.Failure]);
        (config.Reporting.MaxAge, config.Reporting.Debounce, config.Reporting.IncludePredictions).ShouldBe((TimeSpan.FromHours(12), TimeSpan.FromMinutes(30), false));
        (config.Inference.FewestPointsForPrediction, config.Inference.KeepResults, config.Inference.ResultsRetention).ShouldBe((200, false, TimeSpan.FromDays(7)));
    }

    [Fact]
    public void Nothing_said_means_nothing_reported_and_the_defaults_of_the_contract()
    {
        using var file = new ConfigFile("{}");

        var config = file.Read();

        config.Reports.ShouldBeFalse();
        config.Api.BaseUrl.ShouldBeNull();
        (config.Api.RetryAttempts, config.Api.RetryDelay).ShouldBe((3, TimeSpan.FromSeconds(5)));
        (config.Reporting.Enabled, config.Reporting.Trigger, config.Reporting.MaxAge, config.Reporting.Debounce).ShouldBe((true, ReportTrigger.Status, TimeSpan.FromHours(24), TimeSpan.FromMinutes(60)));
        config.Reporting.ReportOnStatus.ShouldBe([PumpStatus.Warning, PumpStatus.Critical, PumpStatus.Failure]);
        (config.Inference.FewestPointsForPrediction, config.Inference.KeepResults, config.Inference.ResultsRetention).ShouldBe((168, true, TimeSpan.FromDays(30)));
        config.Site.TimeZone.ShouldBe("UTC");
    }

    [Theory]
    [InlineData("""{"api":{"base_url":"","bearer_token":"${ANOMALY_API_TOKEN}"}}""")]
    [InlineData("""{"api":{"base_url":"https://central.example","bearer_token":"${ANOMALY_API_TOKEN}"},"anomaly_reporting":{"enabled":false}}""")]
    public void Device_that_does_not_report_needs_no_token(string json)
    {
        using var file = new ConfigFile(json);
        file.Environment.Clear();

        file.Read().Reports.ShouldBeFalse();
    }

    [Fact]
    public void Everything_wrong_is_told_at_once()
    {
        using var file = new ConfigFile("""
            { "api": { "base_url": "https://central.example", "bearer_token": "${A} ${B}", "retry_attempts": 0, "retry_delay_seconds": "5" },
              "site_info": { "site": 1, "pump_id": "1", "sensor_ids": { "flow": 1.5, "speed": 3 } },
              "anomaly_reporting": { "report_on_status": ["Warning", "Normal", 3], "trigger": "sometimes" }, "inference": {} }
            """);

        file.Trouble().ShouldBe("deployment_config.json: " + string.Join("; ",
            "anomaly_reporting.trigger must be \"status\" or \"alarm\", and is the text \"sometimes\"",
            "anomaly_reporting.report_on_status[1] must be \"Warning\" or \"Critical\" or \"Failure\", and is the text \"Normal\"",
            "anomaly_reporting.report_on_status[2] must be \"Warning\" or \"Critical\" or \"Failure\", and is the number 3",
            "api.bearer_token names ${A} and ${B}, which neither the environment nor .env beside the file sets",
            "api.retry_attempts must be an integer from 1 to 10, and is the number 0",
            "api.retry_delay_seconds must be a number from 0 to 3600, and is the text \"5\"",
            "site_info.pump_id must be an integer from 0 to 9007199254740991, and is the text \"1\"",
            "site_info.sensor_ids.flow must be an integer from 0 to 9007199254740991, and is the number 1.5",
            "site_info.sensor_ids.speed is not known; there are flow, head, power, efficiency",
            "site_info.site is not known; there are site_id, pump_id, device_id, time_zone, sensor_ids",
            "inference is not known; there are anomaly_reporting, api, site_info, inference_settings") + ".");
    }

    [Theory]
    [InlineData("http://central.example/api/v1", "api.base_url is plain http to central.example")]
    [InlineData("http://192.168.1.5:8080", "api.base_url is plain http to 192.168.1.5")]
    [InlineData("http://127.0.0.1.example.com", "api.base_url is plain http to 127.0.0.1.example.com")]
    [InlineData("ftp://central.example", "api.base_url is not an address like")]
    [InlineData("central.example", "api.base_url is not an address like")]
    [InlineData("/api/v1", "api.base_url is not an address like")]
    [InlineData("file:///etc/passwd", "api.base_url is not an address like")]
    [InlineData("https://user:pass@central.example", "api.base_url holds a user name")]
    [InlineData("https://central.example/api?x=1", "api.base_url has a '?' or '#' part")]
    [InlineData("https://central.example/api#x", "api.base_url has a '?' or '#' part")]
    public void Address_that_cannot_be_used_is_refused(string url, string words)
    {
        using var file = new ConfigFile(ConfigFile.With(url));

        file.Trouble().ShouldContain(words);
        file.Trouble().ShouldNotContain("pass@");
    }

    [Theory]
    [InlineData("https://central.example/api/v1/", "")]
    [InlineData("http://localhost:8080/api/v1", "")]
    [InlineData("http://127.0.0.1:8080/api/v1", "")]
    [InlineData("http://[::1]:8080/api/v1", "")]
    [InlineData("http://central.example/api/v1", """, "allow_insecure": true""")]
    public void Address_that_can_be_used_is_taken(string url, string more)
    {
        using var file = new ConfigFile(ConfigFile.With(url, more));

        file.Read().Api.BaseUrl.ShouldBe(new Uri(url));
    }

    [Theory]
    [InlineData("", "api.bearer_token is empty")]
    [InlineData("two words", "api.bearer_token holds a blank")]
    [InlineData("a-token-with-a-line-end\n", "api.bearer_token holds a blank")]
    [InlineData("tökén", "api.bearer_token holds a blank")]
    public void Token_that_cannot_be_one_is_refused_and_not_shown(string token, string words)
    {
        using var file = new ConfigFile(ConfigFile.Full);
        file.Environment["ANOMALY_API_TOKEN"] = token;

        file.Trouble().ShouldContain(words);
        if (token.Length > 0) file.Trouble().ShouldNotContain(token.Trim());
    }

    [Fact]
    public void Report_must_say_which_pump_it_is_of()
    {
        using var file = new ConfigFile("""{"api":{"base_url":"https://central.example","bearer_token":"t"}}""");

        file.Trouble().ShouldContain("site_info.site_id is missing: a report says which site it is of; site_info.pump_id is missing");
    }

    [Fact]
    public void Variables_come_from_the_environment_and_else_from_the_file_beside()
    {
        using var file = new ConfigFile("""{"api":{"base_url":"${SCHEME}://${HOST}/api","bearer_token":"${TOKEN}"},"site_info":{"site_id":1,"pump_id":1,"device_id":"${HOST} $HOST ${not a name} ${"}}""");
        file.Environment["SCHEME"] = "https";
        file.WriteBeside(".env", "# of this device\nSCHEME=http\n\n export HOST = \"central.example\" \nTOKEN='a=b#c'\r\n");

        var config = file.Read();

        config.Api.BaseUrl.ShouldBe(new Uri("https://central.example/api"));
        config.Api.Token!.Reveal().ShouldBe("a=b#c");
        config.Site.DeviceId.ShouldBe("central.example $HOST ${not a name} ${");
    }

    [Fact]
    public void Value_of_a_variable_is_not_looked_into()
    {
        using var file = new ConfigFile(ConfigFile.Full);
        file.Environment["ANOMALY_API_TOKEN"] = "${HOME}";

        file.Read().Api.Token!.Reveal().ShouldBe("${HOME}");
    }

    [Theory]
    [InlineData("A=1\nsecret-without-a-name\n"), InlineData("A=1\n=secret\n"), InlineData("A=1\nMY TOKEN=secret\n")]
    public void Line_of_env_that_is_none_is_told_without_what_it_says(string text)
    {
        using var file = new ConfigFile(ConfigFile.Full);
        file.WriteBeside(".env", text);

        file.Trouble().ShouldBe(".env, line 2: is not of the form NAME=value.");
    }

    [Theory]
    [InlineData("missing.pem", null, "does not exist|Could not find")]
    [InlineData("ca.pem", "", "holds no certificate in PEM form")]
    [InlineData("ca.pem", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "cannot be used")]
    public void Authority_that_cannot_be_read_is_told(string name, string? content, string words)
    {
        using var file = new ConfigFile(ConfigFile.With("https://central.example", $""", "ca_file": "{name}" """));
        if (content is not null) file.WriteBeside(name, content);

        file.Trouble().ShouldContain($"api.ca_file '{Path.Combine(file.Folder, name)}' ");
        words.Split('|').ShouldContain(word => file.Trouble().Contains(word, StringComparison.Ordinal), file.Trouble());
    }

    [Theory]
    [InlineData("", "is not JSON")]
    [InlineData("{", "is not JSON")]
    [InlineData("[]", "is not a JSON object")]
    [InlineData("""{"api":{"bearer_token": top-secret}}""", "line 1: is not JSON")]
    [InlineData("""{"api":{"bearer_token": 12345678}}""", "api.bearer_token must be text in quotes, and is a number.")]
    [InlineData("""{"api":{"bearer_tokn": "12345678"}}""", "api.bearer_tokn is not known;")]
    [InlineData("""{"api":{"retry_attempts":3,"retry_attempts":4}}""", "api.retry_attempts stands twice")]
    [InlineData("""{"site_info":{"time_zone":"Mars/Olympus"}}""", "site_info.time_zone is not in the IANA database")]
    [InlineData("""{"site_info":{"device_id":"a\u0007"}}""", "site_info.device_id must be at most 200 characters on one line")]
    [InlineData("""{"site_info":{"device_id":"\ud800"}}""", "holds text that is not Unicode")]
    [InlineData("""{"\ud800":1}""", "holds text that is not Unicode")]
    [InlineData("""{"api":{"retry_delay_seconds":1e999}}""", "api.retry_delay_seconds must be a number from 0 to 3600, and is the number 1e999")]
    public void What_is_wrong_is_told_and_no_secret_with_it(string json, string words)
    {
        using var file = new ConfigFile(json);

        file.Trouble().ShouldContain(words);
        file.Trouble().ShouldNotContain("top-secret");
        file.Trouble().ShouldNotContain("12345678");
    }

    [Fact]
    public void File_that_is_not_there_is_told() =>
        Should.Throw<InvalidInputException>(() => DeploymentConfig.Read("/nowhere/deployment_config.json", _ => null)).Message.ShouldBe("/nowhere/deployment_config.json: does not exist.");

    [Fact]
    public void Configuration_is_checked_before_it_is_on_its_device()
    {
        DeploymentConfig.Check(Encoding.UTF8.GetBytes(ConfigFile.Full.Replace("https://central.example", "${CENTRE}", StringComparison.Ordinal)), "c.json");
        DeploymentConfig.Check(Encoding.UTF8.GetBytes(ConfigFile.With("https://central.example", """, "ca_file": "not-here.pem" """)), "c.json");
        Should.Throw<InvalidInputException>(() => DeploymentConfig.Check(Encoding.UTF8.GetBytes(ConfigFile.With("http://central.example")), "c.json")).Message.ShouldContain("plain http");
    }
}
