using Plumbline.Plant;

namespace Plumbline.Central.Storage;

/// <summary>A machine with its place.</summary>
/// <param name="Number">What its readings know it by.</param>
sealed record KeptMachine(int Number, Machine Machine, Factory Factory);
