using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Plumbline.Simulation.Machines;

/// <summary>All that decides what a simulated machine does. It can be written as a UUID and read from it, so that a machine's id says whether it is simulated, and how.</summary>
/// <param name="Seed">Of the plant.</param>
/// <param name="Number">Of the machine in its plant, from 0 to <see cref="MostMachines"/> − 1.</param>
/// <param name="FaultsPct">Probability that a machine has a fault of its own in a stretch of 30 days, percent, 0 to 100.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct SimulationKey(int Seed, int Number, int FaultsPct)
{
    /// <summary>Machines of a plant at most.</summary>
    public const int MostMachines = 1000;

    // A UUID of version 8 (RFC 9562), whose bits are ours to choose: "plumb" and a number for this use of it.
    const ulong Head = 0x706C756D_6273_8001;
    const int FactoryNumber = 0xFFFF;

    /// <summary>The machine's id.</summary>
    public Guid MachineId => Write(Number);

    /// <summary>The id of the factory that it stands in.</summary>
    public Guid FactoryId => Write(FactoryNumber);

    /// <returns>Null where the id is not that of a simulated machine.</returns>
    public static SimulationKey? Of(Guid machineId)
    {
        Span<byte> bytes = stackalloc byte[16];
        machineId.TryWriteBytes(bytes, bigEndian: true, out _);
        var (tail, key) = (BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]), default(SimulationKey));
        key = new((int)(tail >> 16), (int)(tail & 0xFFFF), (int)((tail >> 48) & 0xFFF));
        return BinaryPrimitives.ReadUInt64BigEndian(bytes) == Head && tail >> 60 == 8 && key.Number < MostMachines && key.FaultsPct <= 100 ? key : null;
    }

    Guid Write(int number)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, Head);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (8UL << 60) | ((ulong)FaultsPct << 48) | ((ulong)(uint)Seed << 16) | (uint)number);
        return new(bytes, bigEndian: true);
    }
}
