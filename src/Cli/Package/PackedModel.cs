using Plumbline.Cli.Models;
using Plumbline.Pumps.Prognosis;

namespace Plumbline.Cli.Package;

/// <summary>The model that goes into an artifact, as the very bytes that were stored.</summary>
sealed record PackedModel(string Path, byte[] Bytes, RulModelCard Card)
{
    /// <summary>The one that the request names, or the newest of the pump that has skill.</summary>
    /// <returns>Null where none is wanted.</returns>
    /// <exception cref="BadInputException">It is missing, unreadable, of another pump, or without skill and not forced.</exception>
    public static PackedModel? Choose(PackageRequest request, string pumpId)
    {
        if (request.WithoutModel) return null;
        var path = request.ModelPath ?? new ModelStore(request.ModelsFolder).Best(pumpId)?.Path
            ?? throw new BadInputException($"there is no model of '{pumpId}' in '{request.ModelsFolder}': train one (plumb train), name one with --model, or pack tolerance checks alone with --no-model.");
        var model = Read(path);
        if (model.Card.PumpId != pumpId && model.Card.Runs.All(run => run.PumpId != pumpId))
            throw new BadInputException($"model '{path}' is of '{model.Card.PumpId}', and learnt nothing from '{pumpId}'.");
        if (!model.Card.HasSkill && !request.Force)
            throw new BadInputException($"model '{path}' has no skill (R² {model.Card.Test.R2:0.00} on data that it had not seen): it would predict nothing. --force packs it all the same, --no-model packs none.");
        return model;
    }

    static PackedModel Read(string path)
    {
        using var bytes = new MemoryStream();
        using (var file = InputFile.Open(path, "model")) file.CopyTo(bytes);
        bytes.Position = 0;
        return new(path, bytes.ToArray(), ModelStore.Read(bytes, path).Card);
    }
}
