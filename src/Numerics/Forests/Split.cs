namespace Plumbline.Numerics.Forests;

/// <summary>The best way found so far to part the rows of a node in two.</summary>
/// <param name="Gain">How much it lessens the mean square (or the impurity) of the node's rows, in the search's own unit.</param>
/// <param name="Feature">Column; −1 where no way has been found.</param>
/// <param name="Cut">Rows whose bin is this or below go left.</param>
/// <param name="MissingLeft">Whether rows without a value go left.</param>
readonly record struct Split(double Gain, int Feature, int Cut, bool MissingLeft);
