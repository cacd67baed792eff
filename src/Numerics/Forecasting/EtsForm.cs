using System.Runtime.InteropServices;

namespace Plumbline.Numerics.Forecasting;

/// <summary>How a component of exponential smoothing enters.</summary>
public enum EtsPart
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Added.</summary>
    Additive,

    /// <summary>Multiplied; for values over 0.</summary>
    Multiplicative,
}

/// <summary>One of the state space models of exponential smoothing, by its letters: ETS(error, trend, season).</summary>
/// <param name="Error"><see cref="EtsPart.Additive"/> or <see cref="EtsPart.Multiplicative"/>.</param>
/// <param name="Trend">Of the level.</param>
/// <param name="Damped">Whether the trend fades with the horizon.</param>
/// <param name="Season">Of the period.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EtsForm(EtsPart Error, EtsPart Trend, bool Damped, EtsPart Season)
{
    /// <inheritdoc/>
    public override string ToString() => $"ETS({Letter(Error)},{Letter(Trend)}{(Damped ? "d" : "")},{Letter(Season)})";

    /// <summary>Whether a formula gives the spread of its forecasts: not with a multiplicative trend, nor where only one of error and season is multiplicative in the wrong way round.</summary>
    internal bool HasVariance => Trend != EtsPart.Multiplicative && (Season != EtsPart.Multiplicative || Error == EtsPart.Multiplicative);

    internal bool NeedsPositive => Error == EtsPart.Multiplicative || Trend == EtsPart.Multiplicative || Season == EtsPart.Multiplicative;

    /// <summary>What an automatic choice tries: no multiplicative trend, and a multiplicative season only with a multiplicative error.</summary>
    internal static IEnumerable<EtsForm> Candidates(bool seasonal, bool positive) =>
        from error in new[] { EtsPart.Additive, EtsPart.Multiplicative }
        from trend in new[] { (EtsPart.None, false), (EtsPart.Additive, false), (EtsPart.Additive, true) }
        from season in seasonal ? new[] { EtsPart.None, EtsPart.Additive, EtsPart.Multiplicative } : [EtsPart.None]
        let form = new EtsForm(error, trend.Item1, trend.Item2, season)
        where form.HasVariance && (positive || !form.NeedsPositive)
        select form;

    static char Letter(EtsPart part) => part switch { EtsPart.Additive => 'A', EtsPart.Multiplicative => 'M', _ => 'N' };
}
