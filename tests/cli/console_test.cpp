// Numbers, tables, CSV and JSON as programs and people read them.
#include "app/cli/console/csv.h"
#include "app/cli/console/json.h"
#include "app/cli/console/numbers.h"
#include "app/cli/console/table.h"
#include "app/cli/console/text.h"
#include "core/text/numbers.h"
#include "tests/support/comma_locale.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace triptych::cli {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Numbers, ReadBackExactly) {
    for (const double value : {0.1, 1.0 / 3, 1e-300, -2.5, 5e-324, 1.7976931348623157e308, 360.0}) {
        const std::string text = shortest(value);
        EXPECT_EQ(text::wholeNumber<double>(text), value) << text;
    }
    EXPECT_EQ(shortest(0.1), "0.1");
    EXPECT_EQ(shortest(0.1F), "0.1");
    EXPECT_EQ(shortest(kNan), "");
}

TEST(Numbers, DoNotDependOnTheLocale) {
    const test::CommaLocale comma;
    EXPECT_EQ(shortest(1.5), "1.5");
    EXPECT_EQ(fixed(1.5, 2), "1.50");
    EXPECT_EQ(jsonText(Json(1.5)), "1.5\n");
}

TEST(Numbers, OfFloatsKeepTheirShortForm) {
    EXPECT_EQ(exact(0.1F), 0.1);
    EXPECT_EQ(static_cast<float>(exact(0.3333333F)), 0.3333333F);
    EXPECT_TRUE(std::isnan(exact(std::numeric_limits<float>::quiet_NaN())));
}

TEST(Numbers, ForPeople) {
    EXPECT_EQ(fixed(2.0 / 3, 3), "0.667");
    EXPECT_EQ(fixed(kNan, 3), "-");
    EXPECT_EQ(percent(0.99744), "99.74 %");
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(109494), "109,494");
    EXPECT_EQ(grouped(-1234567), "-1,234,567");
    EXPECT_EQ(clock(0), "0:00:00.000");
    EXPECT_EQ(clock(1805.5556), "0:30:05.556");
    EXPECT_EQ(clock(59.9996), "0:01:00.000");
    EXPECT_EQ(clock(-1.5), "-0:00:01.500");
    EXPECT_EQ(clock(kNan), "-");
}

TEST(Csv, QuotesWhatNeedsIt) {
    EXPECT_EQ(csvLine({"a", "", "b c"}), "a,,b c\n");
    EXPECT_EQ(csvLine({"a,b", "say \"x\"", "two\nlines"}), "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\n");
}

TEST(JsonText, HasNullForWhatIsNoNumber) {
    const std::array<double, 3> values = {1.5, kNan, std::numeric_limits<double>::infinity()};
    EXPECT_EQ(jsonText(jsonNumbers(values)), "[1.5,null,null]\n");
    EXPECT_EQ(jsonText(jsonNumber(-0.0)), "0.0\n") << "a zero that nobody wrote with a sign";
}

TEST(JsonText, NestsRowMajor) {
    const std::array<float, 6> values = {1, 2, 3, 4, 5, 6};
    const std::array<std::size_t, 2> shape = {2, 3};
    EXPECT_EQ(jsonText(jsonNested(values, shape)), "[[1.0,2.0,3.0],[4.0,5.0,6.0]]\n");
    const std::array<std::size_t, 2> hollow = {0, 3};
    EXPECT_EQ(jsonText(jsonNested({}, hollow)), "[]\n");
}

TEST(JsonText, ReplacesWhatIsNoUtf8) {
    EXPECT_EQ(jsonText(Json("a\xff")), "\"a\xef\xbf\xbd\"\n");
}

TEST(Text, CannotMoveTheCursor) {
    EXPECT_EQ(printable("a\x1b[2Jb\n"), "a\\x1b[2Jb\\x0a");
    EXPECT_EQ(printable("\xc2\x9b"), "\\x9b");  // CSI as one C1 character
    EXPECT_EQ(printable("µV é"), "µV é");
    EXPECT_EQ(width("µV"), 2U);
}

TEST(Tables, AlignNumbersRightAndWordsLeft) {
    Table table({{"lead", Align::left}, {"µV"}});
    table.add({"II", "5"});
    table.add({"MLII", "12"});
    EXPECT_EQ(table.text(), "lead  µV\n────────\nII     5\nMLII  12\n");
}

TEST(Tables, FillShortRowsAndLeaveNoTrailingBlanks) {
    Table table({{"a", Align::left}, {"long title", Align::left}});
    table.add({"x"});
    EXPECT_EQ(table.text(), "a  long title\n─────────────\nx\n");
}

TEST(Tables, OfPairsAlignTheValues) {
    EXPECT_EQ(pairs({{"A", "1"}, {"Long", "2"}}), "A     1\nLong  2\n");
}

}  // namespace
}  // namespace triptych::cli
