// The shipped model on a hospital that it never saw: LUDB's 200 ten-second recordings of 12 leads at 500 Hz, whose
// cardiologists wrote down who has premature beats (Kalyakulina et al. 2020).
#include "core/beats/detect.h"
#include "core/formats/open.h"
#include "core/inference/engine.h"
#include "core/text/quoted_table.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

namespace triptych::inference {
namespace {

std::vector<std::vector<std::string>> readTable(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return text::quotedTable(std::string(std::istreambuf_iterator<char>(file), {}));
}

bool says(const std::string& text, const char* words) {
    return text.find(words) != std::string::npos;
}

struct Tally {
    int recordings = 0, found = 0;
    void add(bool is_found) {
        ++recordings;
        found += is_found ? 1 : 0;
    }
};

TEST(OtherHospital, PrematureBeatsOfLudbAreFoundAndFewOthersAreSeen) {
    TRIPTYCH_NEEDS_DATA(ludb, "ludb");
    const auto model = (*loadEngine())->load((std::filesystem::path(TRIPTYCH_SOURCE_DIR) / "models/product").string());
    ASSERT_TRUE(model) << sentence(model.error());
    const auto rows = readTable(ludb / "ludb.csv");
    const auto column = [&](const char* title) {
        return static_cast<std::size_t>(std::find(rows[0].begin(), rows[0].end(), title) - rows[0].begin());
    };
    const std::size_t id = column("ID"), premature = column("Extrasystolies");
    ASSERT_LT(premature, rows[0].size());
    Tally ventricular, atrial, atrial_or_called_v, none;
    std::size_t other_beats = 0, false_beats = 0;
    for (std::size_t row = 1; row < rows.size(); ++row) {
        if (rows[row].size() <= premature) continue;
        const std::string name = std::to_string(std::stoi(rows[row][id]));
        const auto recording = formats::open((ludb / (name + ".hea")).string(), {});
        ASSERT_TRUE(recording) << name;
        const auto beats = beats::detectBeats(**recording, chooseAnalysisLead(**recording).lead, {});
        ASSERT_TRUE(beats) << name;
        const auto said = (*model)->classify(**recording, *beats, {}, 0, {});
        ASSERT_TRUE(said) << name << sentence(said.error());
        std::vector<std::size_t> of_class(4, 0);
        for (std::size_t i = 0; i < said->predictions.size(); ++i) ++of_class[said->predictions.winner(i)];
        const bool has_ventricular = says(rows[row][premature], "Ventricular extrasystole");
        const bool has_atrial = says(rows[row][premature], "Atrial extrasystole");
        if (has_ventricular) ventricular.add(of_class[2] > 0);
        if (has_atrial) atrial.add(of_class[1] > 0);
        if (has_atrial) atrial_or_called_v.add(of_class[1] + of_class[2] > 0);
        if (has_ventricular || has_atrial) continue;
        const std::size_t seen = of_class[1] + of_class[2] + of_class[3];
        none.add(seen > 0);
        other_beats += said->predictions.size();
        false_beats += seen;
    }
    std::cout << "ventricular extrasystoles found in " << ventricular.found << " of " << ventricular.recordings
              << " recordings, atrial in " << atrial.found << " of " << atrial.recordings << " (S or V in "
              << atrial_or_called_v.found << "); of " << other_beats << " beats in " << none.recordings
              << " recordings without either, " << false_beats << " in " << none.found
              << " recordings are called S, V or F\n";
    ASSERT_GT(none.recordings, 150);
    EXPECT_GE(ventricular.found * 10, ventricular.recordings * 8);
    // An aberrantly conducted one may be taken for V; seven recordings are few.
    EXPECT_GE(atrial_or_called_v.found * 10, atrial_or_called_v.recordings * 6);
    EXPECT_GE(atrial.found * 2, atrial.recordings);
    EXPECT_LE(false_beats * 100, other_beats);
}

}  // namespace
}  // namespace triptych::inference
