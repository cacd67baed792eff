namespace Plumbline.Plant;

/// <summary>The condition of a pump at one reading. From <see cref="Normal"/> upwards a larger value is worse.</summary>
public enum PumpStatus
{
    /// <summary>Too little valid data to say.</summary>
    Unknown,

    /// <summary>Not running: nothing to judge.</summary>
    Off,

    /// <summary>Every judged parameter is inside its tolerance, and every mandatory one was judged.</summary>
    Normal,

    /// <summary>A parameter is outside its tolerance.</summary>
    Warning,

    /// <summary>A mandatory parameter is more than one and a half times its tolerance away, or outside it for most of a day.</summary>
    Critical,

    /// <summary>A mandatory parameter is more than twice its tolerance away.</summary>
    Failure,
}
