using System.Text;

namespace Plumbline.Edge.Delivery;

/// <summary>What a flush of the outbox came to.</summary>
sealed record DispatchOutcome
{
    /// <summary>Keys of the reports that the centre now has.</summary>
    public required IReadOnlyList<string> Sent { get; init; }

    /// <summary>Reports that the centre refused for good; they are set apart.</summary>
    public required int Rejected { get; init; }

    /// <summary>Files that were no reports; they are set apart.</summary>
    public required int Unreadable { get; init; }

    /// <summary>Reports that wait for the next contact.</summary>
    public required int Waiting { get; init; }

    /// <summary>What a person should know, a sentence each; empty where all went well. Never holds the token.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }
}

/// <summary>Sends what waits in the outbox, oldest first, as far as that goes now.</summary>
/// <remarks>
/// After the first report that does not get through, the others wait for the next flush, so that a device whose network is down spends the time of one report and not of all.
/// As long as the centre asked to be left alone, nothing is sent, by this run or the next.
/// </remarks>
/// <param name="outbox">Whose lock the caller holds.</param>
/// <param name="api">The centre.</param>
/// <param name="limit">How long one flush may take.</param>
/// <param name="rest">That the centre asked for.</param>
/// <param name="clock">What that is measured with.</param>
sealed class Dispatch(Outbox outbox, AnomalyApi api, TimeSpan limit, CentreRest rest, TimeProvider clock)
{
    /// <exception cref="OperationCanceledException">Stopped. What was not known to have arrived is still in the outbox.</exception>
    public async Task<DispatchOutcome> FlushAsync(CancellationToken cancel)
    {
        var names = outbox.OldestFirst();
        var flush = new Flush(outbox, api, new TimeLimit(clock, limit));
        if (names.Count > 0 && rest.Remaining is { Ticks: > 0 } left)
            return flush.Outcome(names.Count, $"The centre asked to be left alone for another {Math.Ceiling(left.TotalSeconds)} s.");
        foreach (var name in names)
        {
            if (await flush.SendAsync(name, cancel)) continue;
            if (flush.RetryAfter is { Ticks: > 0 } asked) rest.Begin(asked);
            break;
        }
        return flush.Outcome(outbox.Count);
    }

    sealed class Flush(Outbox outbox, AnomalyApi api, TimeLimit limit)
    {
        readonly List<string> _sent = [];
        readonly List<string> _remarks = [];
        readonly HashSet<long> _foreignSites = [];
        int _rejected;
        int _unreadable;

        public TimeSpan? RetryAfter { get; private set; }

        /// <returns>False where the others must wait.</returns>
        public async Task<bool> SendAsync(string name, CancellationToken cancel)
        {
            try
            {
                if (outbox.Read(name, out var defect) is not { } report)
                {
                    _remarks.Add($"'{name}' in the outbox cannot be sent, {defect}: it was moved to '{outbox.SetAside(name)}'.");
                    _unreadable++;
                    return true;
                }
                if (report.SiteId is { } site && _foreignSites.Contains(site)) return true;
                if (limit.Remaining == TimeSpan.Zero)
                {
                    _remarks.Add("The time for one flush is over.");
                    return false;
                }
                return Settle(report, await api.SubmitAsync(report, limit, cancel));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // One file that the disk does not give or let go; the others may do.
                _remarks.Add(e.Message);
                return true;
            }
        }

        bool Settle(PendingReport report, ApiAnswer answer)
        {
            var which = $"The report of {ReportTime.Format(report.Timestamp)}";
            switch (answer.Verdict)
            {
                case ApiVerdict.Accepted:
                    _sent.Add(report.Key);
                    outbox.Remove(report);
                    return true;
                case ApiVerdict.ToldOtherwise:
                    // A device that has lost its memory judges with less of it. Kept all the same: it may be another device's, and the only copy.
                    _remarks.Add($"{which} was told before, with other figures, which the centre keeps ({answer.Reason}). If this device did not lose its state, another goes by the same site_info: give each its own device_id.");
                    _remarks.Add($"It lies with the answer in '{outbox.Reject(report, Encoding.UTF8.GetBytes(answer.Text))}'.");
                    _sent.Add(report.Key);
                    return true;
                case ApiVerdict.Rejected:
                    _remarks.Add($"{which} was refused for good ({answer.Reason}).");
                    _remarks.Add($"It lies with the answer in '{outbox.Reject(report, Encoding.UTF8.GetBytes(answer.Text))}'.");
                    _rejected++;
                    return true;
                case ApiVerdict.ForeignSite:
                    _remarks.Add($"{which} waits: {answer.Reason}.");
                    return report.SiteId is { } site && _foreignSites.Add(site);
                default:
                    _remarks.Add($"{which} was not sent: {answer.Reason}.");
                    RetryAfter = answer.RetryAfter;
                    return false;
            }
        }

        public DispatchOutcome Outcome(int waiting, string? remark = null)
        {
            if (remark is not null) _remarks.Add(remark);
            if (waiting > 0) _remarks.Add(waiting == 1 ? "1 report waits in the outbox for the next contact; nothing is lost." : $"{waiting} reports wait in the outbox for the next contact; nothing is lost.");
            return new() { Sent = _sent, Rejected = _rejected, Unreadable = _unreadable, Waiting = waiting, Remarks = _remarks };
        }
    }
}
