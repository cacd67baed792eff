using Plumbline.Plant;

namespace Plumbline.Intake;

/// <summary>Readings of one machine, as a program sent them.</summary>
/// <param name="Energy">What its energy is of.</param>
/// <param name="Log">At least one reading.</param>
public sealed record MeteredLog(EnergyType Energy, MachineLog Log);

/// <summary>Readings of a series that belongs to no machine.</summary>
/// <param name="Name">Such as <c>cpu.usage,host=a</c>: measurement, field, and tags in the order of their names.</param>
/// <param name="Times">UTC, strictly increasing.</param>
/// <param name="Values">As many; finite.</param>
public sealed record PlainLog(string Name, DateTime[] Times, double[] Values);

/// <summary>A row that cannot be taken, with all that is needed to try it again.</summary>
/// <param name="Code">A stable name for programs, such as <c>machine_unknown</c>.</param>
/// <param name="Where">Such as <c>line 17</c>, <c>row 3</c>; both count from 1.</param>
/// <param name="What">One sentence that names the value.</param>
/// <param name="Text">As it came.</param>
public sealed record RejectedRow(string Code, string Where, string What, string Text);

/// <summary>What a program sent.</summary>
/// <param name="Machines">By machine and energy type.</param>
/// <param name="Plain">Series of no machine.</param>
/// <param name="Rejected">Rows that were left out, in their order.</param>
/// <param name="Rows">Rows of the message.</param>
/// <param name="Ignored">Values of rows taken that are no numbers, such as the texts of a plain series: nothing keeps them.</param>
public sealed record ReadingMessage(IReadOnlyList<MeteredLog> Machines, IReadOnlyList<PlainLog> Plain, IReadOnlyList<RejectedRow> Rejected, long Rows, long Ignored)
{
    /// <summary>Rows that were taken.</summary>
    public long Accepted => Rows - Rejected.Count;
}
