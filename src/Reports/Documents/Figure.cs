namespace Plumbline.Reports.Documents;

/// <summary>A chart in its place.</summary>
/// <param name="Name">Name of the chart's files, without ending.</param>
/// <param name="Text">What the chart shows, for readers who do not see it.</param>
/// <param name="Caption">Shown below.</param>
/// <param name="Svg">Writes the chart as an <c>svg</c> element that can stand inside a page.</param>
sealed record Figure(string Name, string Text, Prose Caption, Action<TextWriter> Svg) : Block;
