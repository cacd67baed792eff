using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>Readings of one machine to be kept.</summary>
/// <param name="Energy">What its energy is of.</param>
/// <param name="Log">Times are whole microseconds.</param>
sealed record MachineReadings(KeptMachine Machine, EnergyType Energy, MachineLog Log);

/// <summary>Readings of a series that belongs to no machine.</summary>
/// <param name="Name">With its tags.</param>
/// <param name="Times">Whole microseconds, UTC, strictly increasing.</param>
/// <param name="Values">As many; finite.</param>
sealed record PlainReadings(string Name, DateTime[] Times, double[] Values);
