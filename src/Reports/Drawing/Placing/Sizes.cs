namespace Plumbline.Reports.Drawing.Placing;

/// <summary>Sizes of text and gaps, px of 1/96 inch.</summary>
static class Sizes
{
    public const double Title = 20;
    public const double Subtitle = 13;
    public const double PanelTitle = 14;
    public const double Text = 12;
    public const double Note = 11;

    public const double Margin = 18;
    public const double Gap = 8;
    public const double StripHeight = 18;
    public const double EventRow = 17;
    public const double Marker = 9;
}
