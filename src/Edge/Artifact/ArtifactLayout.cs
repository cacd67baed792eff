namespace Plumbline.Edge.Artifact;

/// <summary>Where things lie in an artifact: paths from its folder, with forward slashes.</summary>
public static class ArtifactLayout
{
    /// <summary>The trained model, byte for byte as it was stored; absent where only tolerances are checked.</summary>
    public const string Model = "model/anomaly_detector.plumb";

    /// <summary>What is told of the model and of the artifact's version.</summary>
    public const string ModelMetadata = "model/model_metadata.json";

    /// <summary>The baseline, and how readings are judged against it.</summary>
    public const string Baseline = "config/baseline.json";

    /// <summary>The whole tolerance table; the baseline says which grade of it.</summary>
    public const string Tolerances = "config/tolerances.json";

    /// <summary>Names of the columns, where they differ from the contract.</summary>
    public const string ColumnMapping = "config/column_mapping.json";

    /// <summary>Where the device is, and whom it tells.</summary>
    public const string Deployment = "config/deployment_config.json";

    /// <summary>SHA-256 of every file.</summary>
    public const string Manifest = "manifest.json";

    /// <summary>What a device adds: values for <c>${NAME}</c> in the deployment configuration.</summary>
    public const string Variables = "config/.env";

    /// <summary>What the program writes, unless it is told another place.</summary>
    public const string Writings = "data";
}
