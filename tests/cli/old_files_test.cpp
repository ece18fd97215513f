// Cards and weights as version 0.1.0 wrote them: loaded still, and answering alike.
#include "core/text/numbers.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace triptych::test {
namespace {

namespace fs = std::filesystem;

std::vector<std::vector<std::string>> cellsOf(const std::string& csv) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(csv);
    for (std::string line; std::getline(lines, line);) {
        std::vector<std::string> cells;
        std::istringstream parts(line);
        for (std::string cell; std::getline(parts, cell, ',');) cells.push_back(cell);
        rows.push_back(std::move(cells));
    }
    return rows;
}

TEST(OldFiles, AModelOfVersionOneAnswersAsItDid) {
    const fs::path fixtures = fs::path(TRIPTYCH_SOURCE_DIR) / "tests/fixtures/0.1.0";
    const fs::path folder = scratchFolder("old");
    ASSERT_EQ(cli({"synth", "--out", folder.string(), "--name", "old", "--duration", "20", "--seed", "7"}).status, 0);
    const auto classified = cli({"classify", (folder / "old.hea").string(), "--model", (fixtures / "model").string(),
                                 "--beats", "reference", "--csv"});
    ASSERT_EQ(classified.status, 0) << classified.err;
    std::ifstream file(fixtures / "answers.csv");
    std::ostringstream expected;
    expected << file.rdbuf();
    const auto now = cellsOf(classified.out);
    const auto then = cellsOf(expected.str());
    ASSERT_GT(then.size(), 20U);
    ASSERT_EQ(now.size(), then.size());
    for (std::size_t row = 0; row < then.size(); ++row) {
        ASSERT_GE(now[row].size(), then[row].size()) << row << ": columns are only ever added, behind the others";
        for (std::size_t cell = 0; cell < then[row].size(); ++cell) {
            // Not the model's word: how many beats a reader is asked to look at (core/pipeline/review_queue.h).
            if (then[0][cell] == "borderline") continue;
            // Nor that half a window is too little to tell a class from (core/domain/silence.h).
            const bool is_word = then[0][cell] == "class" || then[0][cell] == "reasons";
            if (is_word && row > 0 && now[row].back() == "edge") continue;
            const auto number = text::wholeNumber<double>(then[row][cell]);
            if (number) {
                // Another processor rounds otherwise.
                EXPECT_NEAR(text::wholeNumber<double>(now[row][cell]).value_or(1e9), *number, 1e-4)
                    << row << ' ' << cell;
            } else {
                EXPECT_EQ(now[row][cell], then[row][cell]) << row << ' ' << cell;
            }
        }
    }
}

}  // namespace
}  // namespace triptych::test
