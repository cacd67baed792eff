using Plumbline.Plant;
using Plumbline.Pumps.Grades;
using Shouldly;
using Xunit;

namespace Plumbline.Unit.Tests.Pumps.Grades;

public sealed class ToleranceTableTests
{
    static readonly ToleranceTable Table = ToleranceTable.Shipped;

    [Theory]
    [InlineData("1B", 5, -5, 3, -3, 4, -3)]
    [InlineData("1E", 5, -5, 3, -3, 4, 0)]
    [InlineData("1U", 10, null, 6, null, 10, 0)]
    [InlineData("2B", 8, -8, 5, -5, 8, -5)]
    [InlineData("2U", 16, null, 10, null, 16, -5)]
    [InlineData("3B", 9, -9, 7, -7, 9, -7)]
    public void Grades_are_those_of_the_standard(string category, int flowMax, int? flowMin, int headMax, int? headMin, int powerMax, int efficiencyMin)
    {
        var grade = Table.Grade(category);

        Limits(grade.Flow).ShouldBe((true, flowMax, flowMin));
        Limits(grade.Head).ShouldBe((true, headMax, headMin));
        Limits(grade.Power).ShouldBe((false, powerMax, null));
        Limits(grade.Efficiency).ShouldBe((false, null, efficiencyMin));
    }

    [Theory]
    [InlineData("1U", 10, 6)]
    [InlineData("2U", 16, 10)]
    public void Profile_of_the_standard_allows_no_loss_in_a_U_grade(string category, int flowMax, int headMax)
    {
        var grade = Table.Grade(category, "hi14.6");

        Limits(grade.Flow).ShouldBe((true, flowMax, 0));
        Limits(grade.Head).ShouldBe((true, headMax, 0));
        grade.Profile.ShouldBe("hi14.6");
    }

    [Theory]
    [InlineData("API", 500, "1B")]
    [InlineData("Cooling Tower", 100, "1E")]
    [InlineData("Energy Conservation", 100, "1E")]
    [InlineData("Municipal Water and Wastewater", 24, "1U")]
    [InlineData("municipal  water AND wastewater", 2400, "1U")]
    [InlineData("General Industry", 134, "2B")]
    [InlineData("general-industry", 133.9, "2U")]
    [InlineData("Dewatering, drainage, and irrigation", 50, "3B")]
    [InlineData("dewatering drainage and irrigation", 50, "3B")]
    public void Application_and_size_select_the_grade(string application, double horsepower, string category) =>
        Table.Select(application, Power.FromHorsepower(horsepower)).Grade.Name.ShouldBe(category);

    [Theory]
    [InlineData("Municipal Water and Wastewater", 100, "2B")]
    [InlineData("Municipal Water and Wastewater", 100.1, "1B")]
    [InlineData("Cooling Tower", 50, "2B")]
    [InlineData("General Industry", 100, "3B")]
    [InlineData("General Industry", 101, "2B")]
    [InlineData("Dewatering, drainage, and irrigation", 99, "3B")]
    [InlineData("Dewatering, drainage, and irrigation", 200, "2B")]
    [InlineData("API", 50, "1B")]
    [InlineData("Energy Conservation", 50, "1E")]
    public void Profile_of_the_standard_maps_services_by_kilowatts(string application, double kilowatts, string category) =>
        Table.Select(application, Power.FromKilowatts(kilowatts), "hi14.6").Grade.Name.ShouldBe(category);

    [Fact]
    public void Choice_says_why()
    {
        Table.Select("General Industry", Power.FromHorsepower(50)).Reason.ShouldBe("Profile 'default' has 2U for General Industry below 134 hp (50 hp).");
        Table.Select("general industry", Power.FromKilowatts(75), "HI 14.6").Reason.ShouldBe("Profile 'hi14.6' has 3B for General Industry up to 100 kW (75 kW).");
        Table.Select("Fountains", Power.FromHorsepower(50), category: "2b").ShouldSatisfyAllConditions(
            choice => choice.Grade.Name.ShouldBe("2B"),
            choice => choice.Reason.ShouldBe("Category 2B was asked for."));
    }

    [Theory]
    [InlineData("Fountains", "default", null, "Unknown application (profile 'default') 'Fountains'; known are: API; Cooling Tower; Energy Conservation; Municipal Water and Wastewater; General Industry; Dewatering, drainage, and irrigation.")]
    [InlineData("API", "iso", null, "Unknown profile 'iso'; known are: default; hi14.6.")]
    [InlineData("API", "default", "4X", "Unknown category (profile 'default') '4X'; known are: 1B; 1E; 1U; 2B; 2U; 3B.")]
    public void What_is_not_in_the_table_is_an_error_that_lists_what_is(string application, string profile, string? category, string message) =>
        Should.Throw<ToleranceTableException>(() => Table.Select(application, Power.FromHorsepower(100), profile, category)).Message.ShouldBe(message);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    public void Motor_without_a_rating_cannot_be_mapped(double horsepower) =>
        Should.Throw<ToleranceTableException>(() => Table.Select("API", Power.FromHorsepower(horsepower))).Message.ShouldContain("motor rating");

    [Fact]
    public void File_in_config_is_the_table_that_ships()
    {
        var file = ToleranceTable.Parse(File.ReadAllText(Path.Combine(Root(), "config", "tolerances.json")), "tolerances.json");

        foreach (var profile in Table.Profiles)
            foreach (var category in new[] { "1B", "1E", "1U", "2B", "2U", "3B" })
                file.Grade(category, profile).ShouldBe(Table.Grade(category, profile));
        file.Profiles.ShouldBe(Table.Profiles);
    }

    static (bool, double?, double?) Limits(ToleranceLimits limits) => (limits.Mandatory, limits.MaxPct, limits.MinPct);

    static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Plumbline.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("No Plumbline.slnx above " + AppContext.BaseDirectory);
        return folder.FullName;
    }
}
