namespace Plumbline.Numerics;

/// <summary>Student's distribution: of the mean of a few normal values, in units of their own standard error.</summary>
public static class StudentT
{
    /// <summary>The t that a share of the distribution lies below.</summary>
    /// <param name="share">Above 0, below 1.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside its range.</exception>
    public static double Quantile(double share, double degreesOfFreedom)
    {
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "A share is above 0 and below 1.");
        if (!(degreesOfFreedom > 0)) throw new ArgumentOutOfRangeException(nameof(degreesOfFreedom), degreesOfFreedom, "Degrees of freedom are above 0.");
        return MathNet.Numerics.Distributions.StudentT.InvCDF(0, 1, degreesOfFreedom, share);
    }
}
