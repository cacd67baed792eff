using System.Text.Json;
using System.Web;
using Plumbline.Cli;
using Plumbline.Cli.Query;
using Plumbline.Plant;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Cli.Query;

public sealed class AnomalyListingTests
{
    static readonly DateTime Noon = new(2024, 11, 18, 12, 0, 0, DateTimeKind.Utc);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(99)]
    [InlineData(100)]
    [InlineData(101)]
    [InlineData(1234)]
    public async Task All_pages_are_fetched_and_each_anomaly_once(int count)
    {
        var store = new Store(Enumerable.Range(1, count).Select(id => (id, Noon.AddMinutes(id))));

        var found = await AnomalyListing.FetchAsync(store.AskAsync, new(), most: null, new Progress<double>());

        found.Items.Select(item => item.Id).ShouldBe(Enumerable.Range(1, count).Reverse().Select(id => (long)id));
        (found.Total, found.IsCut).ShouldBe((count, false));
        store.PageSizes.ShouldAllBe(size => size <= 100);
        store.PageSizes.Count.ShouldBeLessThanOrEqualTo((count / 99) + 2);
    }

    [Fact]
    public async Task Hundreds_of_one_instant_are_all_found()
    {
        var store = new Store(Enumerable.Range(1, 730).Select(id => (id, id <= 350 ? Noon : id <= 700 ? Noon.AddHours(1) : Noon.AddHours(2))));

        var found = await AnomalyListing.FetchAsync(store.AskAsync, new(), most: null, new Progress<double>());

        found.Items.Select(item => item.Id).Order().ShouldBe(Enumerable.Range(1, 730).Select(id => (long)id));
    }

    [Fact]
    public async Task What_comes_and_goes_meanwhile_neither_hides_nor_doubles_the_rest()
    {
        var store = new Store(Enumerable.Range(1, 500).Select(id => (id, Noon.AddMinutes(id))));
        var resolved = new List<int>();
        var next = 1000;
        store.AfterEachPage = () =>
        {
            // Newer ones come in, and one that was fetched leaves the list, as with --state open.
            for (var i = 0; i < 7; i++) store.Add(next, Noon.AddDays(1).AddMinutes(next++));
            store.Remove(500 - resolved.Count);
            resolved.Add(500 - resolved.Count);
        };

        var found = await AnomalyListing.FetchAsync(store.AskAsync, new(), most: null, new Progress<double>());

        found.Items.Select(item => item.Id).ShouldBeUnique();
        found.Items.Select(item => item.Id).Where(id => id <= 500).Order().ShouldBe(Enumerable.Range(1, 500).Select(id => (long)id));
        resolved.Count.ShouldBeGreaterThan(4);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(150)]
    [InlineData(299)]
    public async Task A_limit_gives_the_newest_and_says_that_there_are_more(int most)
    {
        var store = new Store(Enumerable.Range(1, 300).Select(id => (id, Noon.AddMinutes(id))));

        var found = await AnomalyListing.FetchAsync(store.AskAsync, new(), most, new Progress<double>());

        found.Items.Select(item => item.Id).ShouldBe(Enumerable.Range(301 - most, most).Reverse().Select(id => (long)id));
        (found.Total, found.IsCut).ShouldBe((300, true));
    }

    [Fact]
    public async Task A_limit_that_is_just_reached_cuts_nothing()
    {
        var store = new Store(Enumerable.Range(1, 200).Select(id => (id, Noon.AddMinutes(id))));

        (await AnomalyListing.FetchAsync(store.AskAsync, new(), 200, new Progress<double>())).IsCut.ShouldBeFalse();
    }

    [Fact]
    public async Task Filters_are_sent_by_the_names_of_the_API()
    {
        var store = new Store([]);
        var filter = new AnomalyFilter
        {
            SiteId = 35482,
            PumpId = 1,
            SensorId = 101,
            Status = PumpStatus.Critical,
            State = HandlingState.Open,
            Start = new DateTime(2024, 11, 1, 0, 0, 0, DateTimeKind.Utc),
            End = new DateTime(2024, 12, 1, 0, 0, 0, DateTimeKind.Utc).AddMicroseconds(-1),
        };

        await AnomalyListing.FetchAsync(store.AskAsync, filter, most: null, new Progress<double>());

        store.Queries.ShouldBe(["siteId=35482&pumpId=1&sensorId=101&status=Critical&state=open&startDate=2024-11-01T00%3A00%3A00Z&endDate=2024-11-30T23%3A59%3A59.999999Z&page=1&pageSize=100&sortDirection=desc"]);
    }

    [Fact]
    public async Task A_server_that_does_not_page_is_not_asked_for_ever()
    {
        var page = JsonSerializer.SerializeToElement(new { items = Enumerable.Range(1, 100).Select(id => new { id, timestamp = Noon }), total = 500 });

        (await Should.ThrowAsync<BadInputException>(AnomalyListing.FetchAsync(_ => Task.FromResult(page), new(), most: null, new Progress<double>()))).Message.ShouldContain("same page again");
    }

    [Theory]
    [InlineData("[]", "no list of anomalies")]
    [InlineData("""{"items":{},"total":1}""", "no list of anomalies")]
    [InlineData("""{"items":[],"total":"many"}""", "no list of anomalies")]
    [InlineData("""{"items":[{"id":1,"timestamp":"2024-11-18T12:00:00Z"},{"id":2}],"total":2}""", "item 2 of the answer is no anomaly")]
    [InlineData("""{"items":[{"id":1,"timestamp":"soon"}],"total":1}""", "item 1 of the answer is no anomaly")]
    public async Task An_answer_that_is_none_is_named(string answer, string sentence)
    {
        using var json = JsonDocument.Parse(answer);

        (await Should.ThrowAsync<BadInputException>(AnomalyListing.FetchAsync(_ => Task.FromResult(json.RootElement), new(), most: null, new Progress<double>()))).Message.ShouldContain(sentence);
    }

    /// <summary>The API's own rules of filtering by time, order and paging, in memory.</summary>
    sealed class Store(IEnumerable<(int Id, DateTime Time)> first)
    {
        readonly List<(int Id, DateTime Time)> _items = [.. first];

        public List<int> PageSizes { get; } = [];
        public List<string> Queries { get; } = [];
        public Action AfterEachPage { get; set; } = () => { };

        public void Add(int id, DateTime time) => _items.Add((id, time));

        public void Remove(int id) => _items.RemoveAll(item => item.Id == id);

        public Task<JsonElement> AskAsync(string query)
        {
            Queries.Add(query);
            var asked = HttpUtility.ParseQueryString(query);
            var (page, size) = (int.Parse(asked["page"]!), int.Parse(asked["pageSize"]!));
            PageSizes.Add(size);
            var end = asked["endDate"] is { } text ? DateTime.Parse(text).ToUniversalTime() : DateTime.MaxValue;
            var found = _items.Where(item => item.Time <= end).OrderByDescending(item => item.Time).ThenByDescending(item => item.Id).ToList();
            var items = found.Skip((page - 1) * size).Take(size).Select(item => new { id = item.Id, timestamp = AnomalyFilter.Instant(item.Time) }).ToList();
            AfterEachPage();
            return Task.FromResult(JsonSerializer.SerializeToElement(new { items, total = found.Count, skip = 0, take = size }));
        }
    }
}
