using System.Text.Json;
using Plumbline.Plant;
using Plumbline.Simulation.Machines;

namespace Plumbline.Central.MachineSimulator;

/// <summary><c>/api/simulator/...</c>: the machines that are simulated, and faults for them.</summary>
static class SimulatorEndpoints
{
    const string Root = "/api/simulator/machines";
    const int LongestName = 200;
    const double LeastSeconds = 10;
    const double MostSeconds = 3600;
    const double UsualSeconds = 300;
    const double UsualSeverity = 3;

    static readonly Access MayRead = new(Scopes.Read | Scopes.Write | Scopes.Admin, IsPage: true);
    static readonly Access MayChange = new(Scopes.Write | Scopes.Admin, IsPage: true);

    public static void Map(IEndpointRouteBuilder app, LiveMachines machines, TimeProvider clock)
    {
        app.MapGet(Root, context => ListAsync(context, machines)).WithMetadata(MayRead);
        app.MapGet(Root + "/{id}", context => FindAsync(context, machines)).WithMetadata(MayRead);
        app.MapPost(Root + "/{id}/anomaly", context => InjectAsync(context, machines, clock)).WithMetadata(MayChange);
    }

    static async Task ListAsync(HttpContext context, LiveMachines machines)
    {
        var all = (await machines.MachinesAsync(context.RequestAborted)).Where(machine => context.MaySee(machine.Kept.Factory.SiteId)).ToList();
        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartArray();
            foreach (var machine in all) Write(json, machine, machines.FaultsOf(machine));
            json.WriteEndArray();
        });
    }

    static async Task FindAsync(HttpContext context, LiveMachines machines)
    {
        if (await MachineAsync(context, machines) is { } machine) await JsonAnswer.WriteAsync(context, json => Write(json, machine, machines.FaultsOf(machine)));
    }

    static async Task InjectAsync(HttpContext context, LiveMachines machines, TimeProvider clock)
    {
        if (await MachineAsync(context, machines) is not { } machine) return;
        using var body = await RequestBody.ReadObjectAsync(context);
        if (body is null) return;
        var errors = new FieldErrors();
        var fields = new BodyFields(body.RootElement, errors);
        var name = fields.Required("anomaly_type", LongestName);
        var seconds = fields.Number("duration_seconds", LeastSeconds, MostSeconds) ?? UsualSeconds;
        var severity = fields.Number("severity", MachineFault.LeastSeverity, MachineFault.MostSeverity) ?? UsualSeverity;
        var kind = FaultNames.Find(machine.Simulated, name, out var complaint);
        if (kind is null) errors.Add("anomaly_type", complaint!);
        if (errors.Any)
        {
            await Problem.WriteAsync(context, StatusCodes.Status422UnprocessableEntity, errors.Detail, errors);
            return;
        }

        var now = clock.Now();
        var fault = new MachineFault { Kind = kind!.Value, Severity = severity, When = new(now, now.AddSeconds(seconds)) };
        if (!machines.TryInject(machine, fault))
        {
            await Problem.WriteAsync(context, StatusCodes.Status409Conflict, $"{machine.Kept.Machine.Name} has {LiveMachines.MostFaults} faults that were asked for already: wait until one of them ends.");
            return;
        }

        await JsonAnswer.WriteAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("machine_id", machine.Kept.Machine.Id);
            json.WriteString("machine_name", machine.Kept.Machine.Name);
            Write(json, fault);
            json.WriteNumber("duration_seconds", seconds);
            json.WriteString("message", $"{machine.Kept.Machine.Name} has the fault from now on; the next reading, at the end of its interval of {machine.Kept.Machine.Interval.TotalSeconds:0.###} s, shows it by its share of the interval.");
            json.WriteEndObject();
        });
    }

    static async Task<LiveMachine?> MachineAsync(HttpContext context, LiveMachines machines)
    {
        var text = (string)context.GetRouteValue("id")!;
        if (Guid.TryParse(text, out var id) && (await machines.MachinesAsync(context.RequestAborted)).FirstOrDefault(machine => machine.Kept.Machine.Id == id) is { } found && context.MaySee(found.Kept.Factory.SiteId)) return found;
        await Problem.WriteAsync(context, StatusCodes.Status404NotFound, $"there is no simulated machine {(text.Length <= 40 ? text : text[..40] + "…")}: plumb simulate plant --server makes some.");
        return null;
    }

    static void Write(Utf8JsonWriter json, LiveMachine machine, IReadOnlyList<MachineFault> faults)
    {
        json.WriteStartObject();
        json.WriteString("id", machine.Kept.Machine.Id);
        json.WriteString("name", machine.Kept.Machine.Name);
        json.WriteString("type", machine.Kept.Machine.Type.Snake());
        json.WriteString("kind", machine.Simulated.Kind.Snake());
        json.WriteNumber("rated_power_kw", machine.Simulated.RatedPowerKw);
        json.WriteNumber("data_interval_seconds", machine.Kept.Machine.Interval.TotalSeconds);
        json.WriteBoolean("is_active", machine.Kept.Machine.IsActive);
        Time(json, "first_reading_at", machine.Readings?.Start);
        Time(json, "last_reading_at", machine.Readings?.End.AddTicks(-1));
        json.WriteStartArray("anomaly_types");
        foreach (var kind in machine.Simulated.PossibleFaults) json.WriteStringValue(FaultNames.Of(kind));
        json.WriteEndArray();
        json.WriteStartArray("active_anomalies");
        foreach (var fault in faults)
        {
            json.WriteStartObject();
            Write(json, fault);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, MachineFault fault)
    {
        json.WriteString("anomaly_type", FaultNames.Of(fault.Kind));
        json.WriteNumber("severity", fault.Severity);
        json.WriteString("start", UtcTime.Format(fault.When.Start));
        json.WriteString("end", UtcTime.Format(fault.When.End));
    }

    static void Time(Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } known) json.WriteString(name, UtcTime.Format(known));
        else json.WriteNull(name);
    }
}
