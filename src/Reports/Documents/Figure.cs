using Plumbline.Reports.Drawing;

namespace Plumbline.Reports.Documents;

/// <summary>A chart in its place. Markdown links to its PNG file, which is called like the chart; HTML holds it.</summary>
sealed record Figure(Chart Chart) : Block;
