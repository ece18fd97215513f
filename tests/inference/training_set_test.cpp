// The list of a training set is read as it was written, and a name in it leads nowhere else.
#include "core/inference/training_set.h"
#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <fstream>

namespace triptych::inference {
namespace {

std::string folderWith(const std::string& name, const std::string& list) {
    const auto folder = test::scratchFolder(name);
    std::ofstream(folder / kTrainingSetFile) << list;
    return folder.string();
}

TEST(TrainingSet, ComesBackAsItWasWritten) {
    TrainingSet set;
    set.records = {{"208", std::string(64, 'a'), {"ann", "bob"}, 41, 2955, 120, 3}};
    const auto read = readTrainingSet(folderWith("training-set", toJson(set)));
    ASSERT_TRUE(read && *read);
    ASSERT_EQ((*read)->records.size(), 1U);
    EXPECT_EQ((*read)->records[0].record, "208");
    EXPECT_EQ((*read)->records[0].readers, (std::vector<std::string>{"ann", "bob"}));
    EXPECT_EQ((*read)->records[0].log_place, 41);
    EXPECT_EQ((*read)->labelled(), 120U);
    const auto none = readTrainingSet(test::scratchFolder("training-set-none").string());
    ASSERT_TRUE(none);
    EXPECT_FALSE(*none) << "a folder of recordings without a list is no training set";
}

TEST(TrainingSet, BrokenListsAndNamesThatLeadElsewhereAreRefused) {
    TrainingSet set;
    set.records = {{"../208", {}, {}, 1, 1, 1, 0}};
    for (const std::string& list : {toJson(set), std::string("{"), std::string("[]"), std::string("{\"format\":1}"),
                                    std::string("{\"format\":\"Triptych training set 1\",\"records\":[]}"),
                                    std::string("{\"format\":\"Triptych training set 1\",\"records\":[{}]}")}) {
        const auto read = readTrainingSet(folderWith("training-set-bad", list));
        ASSERT_FALSE(read) << list;
        EXPECT_EQ(read.error().code, ErrorCode::malformed);
    }
}

}  // namespace
}  // namespace triptych::inference
