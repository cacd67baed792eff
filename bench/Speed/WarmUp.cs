using System.Runtime;

namespace Plumbline.Bench.Speed;

/// <summary>Has work compiled before it is timed, as the peer's is: until several rounds in turn have found nothing left to compile. On a busy machine the JIT is late.</summary>
static class WarmUp
{
    // The JIT optimises what it has seen called thirty times.
    const int Rounds = 40;
    const int MostRounds = 400;

    public static void Run(Action work)
    {
        var quiet = 0;
        for (var round = 0; round < MostRounds && (round < Rounds || quiet < 4); round++)
        {
            var compiled = JitInfo.GetCompiledMethodCount();
            work();
            if (round >= Rounds) Thread.Sleep(100);
            quiet = JitInfo.GetCompiledMethodCount() == compiled ? quiet + 1 : 0;
        }
    }
}
