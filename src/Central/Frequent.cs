namespace Plumbline.Central;

/// <summary>Marks a route that is asked thousands of times a second: its good answers are counted (<c>/metrics</c>), not logged one by one.</summary>
sealed class Frequent
{
    public static readonly Frequent Instance = new();
}
