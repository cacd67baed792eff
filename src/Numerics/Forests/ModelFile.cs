using System.Buffers.Binary;

namespace Plumbline.Numerics.Forests;

/// <summary>What a model file is of. The numbers are in files: never reuse one.</summary>
enum ModelKind
{
    RandomForest = 1,
    RandomForestClassifier = 2,
    GradientBoosting = 3,
    GradientBoostingClassifier = 4,
}

/// <summary>What a model file holds.</summary>
/// <param name="Kind">Which model.</param>
/// <param name="Trees">Its trees.</param>
/// <param name="Constants">Its other numbers: where boosting starts.</param>
/// <param name="Importance">By feature.</param>
sealed record ModelContent(ModelKind Kind, TreeSet Trees, double[] Constants, double[] Importance);

/// <summary>Models as bytes; the README holds the layout. Nothing that is read is trusted before it has been checked.</summary>
static class ModelFile
{
    const int HeadLength = 40;
    const int NodeLength = 12;
    const int Version = 3;
    const int PieceLength = 1 << 16;

    static ReadOnlySpan<byte> Magic => "PLBTREES"u8;

    public static void Write(Stream stream, ModelContent content)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var trees = content.Trees;
        var bytes = new byte[HeadLength + BodyLength(trees.Features, trees.Answers, trees.Trees, trees.Nodes.Length, content.Constants.Length) + Crc32C.Bytes];
        var to = new Cursor(bytes);
        Magic.CopyTo(to.Take(Magic.Length));
        to.Put(Version);
        to.Put((int)content.Kind);
        to.Put(trees.Features);
        to.Put(trees.Answers);
        to.Put(trees.Trees);
        to.Put(trees.Nodes.Length);
        to.Put(content.Constants.Length);
        to.Put(0);
        foreach (var constant in content.Constants) to.Put(constant);
        foreach (var share in content.Importance) to.Put(share);
        foreach (var root in trees.Roots) to.Put(root);
        foreach (var node in trees.Nodes) BinaryPrimitives.WriteSingleLittleEndian(to.Take(4), node.Threshold);
        foreach (var node in trees.Nodes) to.Put(node.Slot);
        for (var i = 0; i < trees.Nodes.Length; i++) to.Put(trees.Nodes[i].Left - i);
        foreach (var value in trees.Values) to.Put(value);
        to.Put((int)Crc32C.Of(bytes.AsSpan(0, bytes.Length - Crc32C.Bytes)));
        stream.Write(bytes);
    }

    public static ModelContent Read(Stream stream, ModelKind expected)
    {
        ArgumentNullException.ThrowIfNull(stream);
        var head = new byte[HeadLength];
        if (stream.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false) < HeadLength) throw new InvalidDataException("The model file ends within its first 40 bytes.");
        var from = new Cursor(head);
        if (!from.Take(Magic.Length).SequenceEqual(Magic)) throw new InvalidDataException("This is not a model file of trees: it does not begin with PLBTREES.");
        var version = from.Int();
        if (version != Version) throw new InvalidDataException($"The model file is of version {version}; this program reads version {Version}.");
        var kind = (ModelKind)from.Int();
        if (kind != expected) throw new InvalidDataException($"The model file holds a model of kind {kind}, not {expected}.");

        int features = from.Int(), answers = from.Int(), trees = from.Int(), nodes = from.Int(), constants = from.Int();
        RequireCount(features, 1, 1 << 24, "features");
        RequireCount(answers, 1, 1000, "answers");
        RequireCount(trees, 1, 1 << 24, "trees");
        RequireCount(nodes, trees, 1 << 28, "nodes");
        RequireCount(constants, 0, 1000, "constants");
        if (constants != (kind is ModelKind.GradientBoosting or ModelKind.GradientBoostingClassifier ? 1 : 0)) throw new InvalidDataException($"The model file holds {constants} constants: not the number of its kind.");
        if (answers != 1 && kind != ModelKind.RandomForestClassifier) throw new InvalidDataException($"The model file holds {answers} answers a tree: not the number of its kind.");
        if (from.Int() != 0) throw new InvalidDataException("The model file has a reserved field that is not 0.");

        var length = BodyLength(features, answers, trees, nodes, constants);
        if (length > Array.MaxLength - HeadLength - Crc32C.Bytes) throw new InvalidDataException($"The model file claims {length} bytes: too many.");
        var body = new Source(Checked(stream, head, (int)length), (int)length);
        var otherNumbers = Doubles(body, constants, "constant");
        var importance = Doubles(body, features, "importance");
        var content = new ModelContent(kind, Trees(body, features, answers, trees, nodes), otherNumbers, importance);
        if (stream.CanSeek) stream.Seek(Crc32C.Bytes, SeekOrigin.Current);
        return content;
    }

    static long BodyLength(int features, int answers, int trees, int nodes, int constants) =>
        (8L * constants) + (8L * features) + (4L * trees) + ((long)nodes * (NodeLength + (8L * answers)));

    /// <summary>The stream, where the body begins, once the body is known to be all there and whole.</summary>
    static Stream Checked(Stream stream, byte[] head, int length)
    {
        var body = stream.CanSeek ? stream : Copy(stream, length);
        var start = body.Position;
        var there = body.Length - start;
        if (there < length) throw new InvalidDataException($"The model file ends after {HeadLength + there} bytes; it claims {HeadLength + length} and a check sum.");
        if (there < length + Crc32C.Bytes) throw new InvalidDataException("The model file ends within its check sum.");
        var sum = Crc32C.Append(Crc32C.Of(head), body, length);
        Span<byte> said = stackalloc byte[Crc32C.Bytes];
        body.ReadExactly(said);
        if (BinaryPrimitives.ReadUInt32LittleEndian(said) != sum) throw new InvalidDataException("The model file is damaged: its check sum does not fit.");
        body.Position = start;
        return body;
    }

    /// <summary>Of a stream that can be read once: body and sum, piece by piece, so that a false length costs no more memory than there are bytes.</summary>
    static MemoryStream Copy(Stream stream, int length)
    {
        var body = new MemoryStream();
        var piece = new byte[PieceLength];
        for (var left = length + Crc32C.Bytes; left > 0;)
        {
            var read = stream.Read(piece, 0, Math.Min(piece.Length, left));
            if (read == 0) break;
            body.Write(piece, 0, read);
            left -= read;
        }

        body.Position = 0;
        return body;
    }

    static TreeSet Trees(Source body, int features, int answers, int trees, int nodes)
    {
        var roots = new int[trees];
        for (var tree = 0; tree < trees; tree++)
        {
            roots[tree] = body.Int();
            if (tree == 0 ? roots[0] != 0 : roots[tree] <= roots[tree - 1] || roots[tree] >= nodes)
                throw new InvalidDataException($"Tree {tree} of the model file begins at node {roots[tree]} of {nodes}.");
        }
        var packed = GC.AllocateUninitializedArray<SplitNode>(nodes);
        for (var i = 0; i < nodes; i++) packed[i] = new SplitNode(BinaryPrimitives.ReadSingleLittleEndian(body.Take(4)), 0, 0);
        for (var i = 0; i < nodes; i++) packed[i] = packed[i] with { Slot = body.Int() };
        for (var i = 0; i < nodes; i++) packed[i] = packed[i] with { Left = i + body.Int() };
        for (var tree = 0; tree < trees; tree++)
        {
            var size = (tree + 1 < trees ? roots[tree + 1] : nodes) - roots[tree];
            if (size > TreeSet.MostNodes(features)) throw new InvalidDataException($"Tree {tree} of the model file has {size} nodes: too many on {features} features.");
        }
        for (var tree = 0; tree < trees; tree++) RequireTree(packed, roots[tree], tree + 1 < trees ? roots[tree + 1] : nodes, features);
        return new TreeSet(features, answers, packed, Doubles(body, nodes * answers, "answer"), roots);
    }

    /// <summary>Each node but the root is the child of exactly one earlier node, so every walk ends in a leaf.</summary>
    static void RequireTree(SplitNode[] nodes, int root, int end, int features)
    {
        var taken = new bool[end - root];
        for (var i = root; i < end; i++)
        {
            if (i > root && !taken[i - root]) throw new InvalidDataException($"Node {i} of the model file has no parent before it.");
            var node = nodes[i];
            if (node.Left == i)
            {
                if (!float.IsPositiveInfinity(node.Threshold) || node.Slot != 0) throw new InvalidDataException($"Node {i} of the model file is a leaf with a split in it.");
                continue;
            }
            if (node.Left <= i || node.Left >= end - 1) throw new InvalidDataException($"Node {i} of the model file has its children at {node.Left}, outside its tree.");
            if (!float.IsFinite(node.Threshold)) throw new InvalidDataException($"Node {i} of the model file has a threshold of {node.Threshold}.");
            if (node.Slot < 0 || node.Slot >= 2 * features) throw new InvalidDataException($"Node {i} of the model file splits on feature {node.Slot >> 1} of {features}.");
            if (taken[node.Left - root] || taken[node.Left + 1 - root]) throw new InvalidDataException($"Node {i} of the model file has a child that is another's too.");
            taken[node.Left - root] = taken[node.Left + 1 - root] = true;
        }
    }

    static double[] Doubles(Source body, int count, string what)
    {
        var numbers = new double[count];
        for (var i = 0; i < count; i++)
        {
            numbers[i] = BinaryPrimitives.ReadDoubleLittleEndian(body.Take(8));
            if (!double.IsFinite(numbers[i])) throw new InvalidDataException($"The model file holds an {what} of {numbers[i]}.");
        }
        return numbers;
    }

    static void RequireCount(int count, int least, int most, string what)
    {
        if (count < least || count > most) throw new InvalidDataException($"The model file claims {count} {what}.");
    }

    /// <summary>Numbers from a stream, a piece in memory at a time.</summary>
    sealed class Source(Stream stream, int length)
    {
        readonly byte[] _piece = new byte[PieceLength];
        int _unread = length;
        int _at;
        int _end;

        /// <param name="count">No more than there are.</param>
        public ReadOnlySpan<byte> Take(int count)
        {
            if (_end - _at < count)
            {
                _piece.AsSpan(_at, _end - _at).CopyTo(_piece);
                (_at, _end) = (0, _end - _at);
                var next = _piece.AsSpan(_end, Math.Min(_piece.Length - _end, _unread));
                stream.ReadExactly(next);
                (_end, _unread) = (_end + next.Length, _unread - next.Length);
            }

            var taken = _piece.AsSpan(_at, count);
            _at += count;
            return taken;
        }

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));
    }

    /// <summary>A place in a run of bytes.</summary>
    ref struct Cursor(Span<byte> bytes)
    {
        Span<byte> _rest = bytes;

        public Span<byte> Take(int length)
        {
            var taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public void Put(int value) => BinaryPrimitives.WriteInt32LittleEndian(Take(4), value);

        public void Put(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Take(8), value);
    }
}
