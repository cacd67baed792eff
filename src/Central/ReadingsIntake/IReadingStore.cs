using Plumbline.Central.Storage;

namespace Plumbline.Central.ReadingsIntake;

/// <summary>Keeps readings. What was accepted survives the loss of the process and of power.</summary>
interface IReadingStore
{
    /// <summary>
    /// Keeps readings, once each: of several of one time each value that is there counts, the last to come first. A failure leaves some of them kept, in whole; to send all of them again
    /// puts everything right.
    /// </summary>
    Task AddAsync(IReadOnlyList<MachineReadings> readings, IReadOnlyList<PlainReadings> plain);

    Task<IReadOnlyList<KeptMachine>> MachinesAsync(CancellationToken cancel);
}
