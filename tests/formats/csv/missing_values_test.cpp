// Tables of which much is missing, as programs write what they have not measured: gaps, each of its own length, and
// never time that is lost.
#include "core/formats/open.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

namespace triptych::formats {
namespace {

using namespace test;

Result<RecordingPtr> opened(const std::string& text) {
    static const auto folder = scratchFolder("csv-missing");
    writeText(folder / "t.csv", text);
    return open((folder / "t.csv").string(), {}, {.rate_hz = 250, .unit = "mV"});
}

// Row i of 200 is a number, or `nothing` where `is_missing(i)`.
template <class IsMissing>
std::string rowsOf(const std::string& nothing, IsMissing is_missing, const std::string& head = "II\n") {
    std::string text = head;
    for (int i = 0; i < 200; ++i) text += is_missing(i) ? nothing + '\n' : std::to_string(i) + ".5\n";
    return text;
}

// No clock and no counter.
int upAndDown(int row) {
    return row * 37 % 101;
}

template <class IsMissing>
void expectGaps(const std::string& text, IsMissing is_missing, const std::string& what) {
    const auto recording = opened(text);
    ASSERT_TRUE(recording) << what << ": " << sentence(recording.error());
    ASSERT_EQ((*recording)->leads.size(), 1U) << what;
    ASSERT_EQ((*recording)->leads[0].samples, 200) << what << ": a sample that is missing takes its time, too";
    const auto values = physical(**recording, 0, 0, 200);
    for (int i = 0; i < 200; ++i) {
        const float value = values[static_cast<std::size_t>(i)];
        if (is_missing(i)) {
            EXPECT_TRUE(std::isnan(value)) << what << " row " << i;
        } else {
            EXPECT_FLOAT_EQ(value, static_cast<float>(i) + 0.5F) << what;
        }
    }
    EXPECT_NE(warningsOf(**recording).find("many samples are missing"), std::string::npos) << what;
}

TEST(CsvMissing, EverySecondRowOfASoleColumn) {
    const auto second = [](int row) { return row % 2 == 1; };
    const auto first = [](int row) { return row % 2 == 0; };
    for (const char* nothing : {"nan", "NaN", "NA", "null", "None", "#N/A", "-nan", "inf", "1.#QNAN", "\"\"", "<NA>"}) {
        expectGaps(rowsOf(nothing, second), second, nothing);
        expectGaps(rowsOf(nothing, first), first, nothing);
        expectGaps(rowsOf(nothing, second, ""), second, nothing + std::string(" without a name"));
    }
    expectGaps(rowsOf("-", second), second, "a dash");
}

TEST(CsvMissing, NineOfTenRowsAndWholeHalves) {
    expectGaps(
        rowsOf("nan", [](int row) { return row % 10 != 3; }), [](int row) { return row % 10 != 3; }, "nine of ten");
    expectGaps(
        rowsOf("nan", [](int row) { return row < 100; }), [](int row) { return row < 100; }, "the first half");
    expectGaps(
        rowsOf("nan", [](int row) { return row >= 100; }), [](int row) { return row >= 100; }, "the second half");
}

TEST(CsvMissing, TheNameIsNotTakenFromWhatIsMissing) {
    const auto recording = opened(rowsOf("nan", [](int row) { return row < 100; }));
    ASSERT_TRUE(recording);
    EXPECT_EQ((*recording)->leads[0].name, "II");
}

TEST(CsvMissing, SeveralColumnsThatAreMissingTogether) {
    std::string text = "II,V1\n";
    for (int i = 0; i < 200; ++i)
        text += i < 40 || i % 2 == 1
                    ? "nan,nan\n"
                    : std::to_string(upAndDown(i)) + ".5," + std::to_string(upAndDown(i + 7)) + ".25\n";
    const auto recording = opened(text);
    ASSERT_TRUE(recording) << sentence(recording.error());
    ASSERT_EQ((*recording)->leads.size(), 2U);
    EXPECT_EQ((*recording)->leads[1].samples, 200);
    EXPECT_TRUE(std::isnan(physical(**recording, 0, 0, 1)[0]));
    EXPECT_FLOAT_EQ(physical(**recording, 1, 50, 1)[0], static_cast<float>(upAndDown(57)) + 0.25F);
}

TEST(CsvMissing, RowsThatAreLeads) {
    std::string text;
    for (const char* lead : {"II", "V1"}) {
        text += lead;
        for (int i = 0; i < 400; ++i)
            text += i < 100 || i % 2 == 1 ? std::string(",nan") : ',' + std::to_string(upAndDown(i)) + ".5";
        text += '\n';
    }
    const auto recording = opened(text);
    ASSERT_TRUE(recording) << sentence(recording.error());
    ASSERT_EQ((*recording)->leads.size(), 2U);
    EXPECT_EQ((*recording)->leads[0].name, "II");
    ASSERT_EQ((*recording)->leads[0].samples, 400);
    EXPECT_TRUE(std::isnan(physical(**recording, 0, 0, 1)[0]));
    EXPECT_FLOAT_EQ(physical(**recording, 1, 200, 1)[0], static_cast<float>(upAndDown(200)) + 0.5F);
}

TEST(CsvMissing, BlankLinesThatMayBeSamplesAreSaid) {
    const auto some = opened(rowsOf("", [](int row) { return row % 10 == 3; }));
    ASSERT_TRUE(some) << sentence(some.error());
    EXPECT_NE(warningsOf(**some).find("20 blank lines"), std::string::npos) << warningsOf(**some);
    std::string spaced = "II\n";
    for (int i = 0; i < 200; ++i) spaced += std::to_string(i) + ".5\n\n";
    const auto double_ended = opened(spaced);
    ASSERT_TRUE(double_ended);
    EXPECT_EQ(warningsOf(**double_ended), "") << "one behind every row ends it";
}

TEST(CsvMissing, ATableOfNothingIsRefused) {
    const auto recording = opened(rowsOf("nan", [](int) { return true; }));
    ASSERT_FALSE(recording);
    EXPECT_EQ(recording.error().code, ErrorCode::malformed);
}

}  // namespace
}  // namespace triptych::formats
