#include "core/inference/splits.h"

#include "core/beats/detect.h"
#include "core/domain/beat_class.h"
#include "core/formats/open.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace triptych::inference {
namespace {

TEST(Splits, HalvesAreDisjointAndLeaveOutThePacedRecords) {
    std::set<std::string_view> all(mitdbRecords().begin(), mitdbRecords().end());
    EXPECT_EQ(all.size(), 48U);
    std::set<std::string_view> seen;
    for (const auto half : {ds1Records(), ds2Records()}) {
        for (const auto record : half) {
            EXPECT_TRUE(all.contains(record)) << record;
            EXPECT_TRUE(seen.insert(record).second) << record << " is in both halves";
        }
    }
    EXPECT_EQ(seen.size(), 44U);
    for (const char* paced : {"102", "104", "107", "217"}) EXPECT_FALSE(seen.contains(paced));
}

TEST(Splits, HalvesHoldExactlyThePublishedBeats) {
    TRIPTYCH_NEEDS_DATA(folder, "mitdb");
    const auto count = [&](std::span<const std::string_view> records) {
        std::array<std::int64_t, 5> out{};
        for (const auto record : records) {
            const auto recording = formats::open((folder / (std::string(record) + ".hea")).string());
            EXPECT_TRUE(recording);
            const auto beats = beats::referenceBeats(**recording, 0);
            EXPECT_TRUE(beats);
            for (const Beat& beat : beats->beats) {
                const auto of = beatClassOf(beat.code, ClassMapping::literature);
                if (of) ++out[static_cast<std::size_t>(*of)];
            }
        }
        return out;
    };
    const auto ds1 = count(ds1Records());
    EXPECT_EQ((std::array<std::int64_t, 4>{ds1[0], ds1[1], ds1[2], ds1[3]}),
              (std::array<std::int64_t, 4>{45866, 944, 3788, 415}));
    const auto ds2 = count(ds2Records());
    EXPECT_EQ((std::array<std::int64_t, 4>{ds2[0], ds2[1], ds2[2], ds2[3]}),
              (std::array<std::int64_t, 4>{44259, 1837, 3221, 388}));
}

TEST(Splits, StratifiedSplitTakesAFifthOfEveryClassAndIsRepeatable) {
    std::vector<std::uint8_t> labels;
    for (int i = 0; i < 1000; ++i) labels.push_back(i % 10 == 0 ? 1 : 0);
    const auto parts = stratifiedSplit(labels, 4);
    std::array<std::array<int, 3>, 2> count{};
    for (std::size_t i = 0; i < labels.size(); ++i) ++count[labels[i]][static_cast<std::size_t>(parts[i])];
    EXPECT_EQ(count[0], (std::array<int, 3>{648, 72, 180}));
    EXPECT_EQ(count[1], (std::array<int, 3>{72, 8, 20}));
    EXPECT_EQ(parts, stratifiedSplit(labels, 4));
    EXPECT_NE(parts, stratifiedSplit(labels, 5));
}

TEST(Splits, FoldsSpreadRareBeats) {
    // Four records hold all the V beats: no fold may hold two of them.
    std::vector<std::vector<std::int64_t>> counts(12, std::vector<std::int64_t>{1000, 0, 0, 0, 0});
    for (const std::size_t record : {0U, 3U, 5U, 9U}) counts[record][2] = 100;
    const auto fold_of = dealIntoFolds(counts, 4);
    std::set<std::size_t> folds;
    for (const std::size_t record : {0U, 3U, 5U, 9U}) EXPECT_TRUE(folds.insert(fold_of[record]).second);
}

TEST(Patients, TheTwoRecordsOfOnePatientAreKnown) {
    EXPECT_EQ(patientOf("202"), patientOf("201"));
    EXPECT_NE(patientOf("200"), patientOf("201"));
    // The published halves share that patient; what trains here does not.
    const auto both = sharedPatient(ds1Records(), ds2Records());
    ASSERT_TRUE(both);
    EXPECT_EQ(*both, (std::pair<std::string, std::string>("201", "202")));
    EXPECT_FALSE(sharedPatient(ds1TrainingRecords(), ds2Records()));
    EXPECT_EQ(ds1TrainingRecords().size(), 21U);
}

}  // namespace
}  // namespace triptych::inference
