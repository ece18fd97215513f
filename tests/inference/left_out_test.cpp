// Who is in no figure is counted and named.
#include "core/inference/left_out.h"

#include "core/domain/annotation.h"
#include "core/inference/class_mapping.h"

#include <gtest/gtest.h>

#include <vector>

namespace triptych::inference {
namespace {

TEST(LeftOut, IsCountedByClassAndByLetterWhereThereIsNoClass) {
    LeftOut left_out;
    EXPECT_EQ(left_out.inWords(), "");
    EXPECT_FALSE(left_out.warning({}));
    for (const std::uint8_t code : {kLearn, kAtrialPremature, kNodalPremature, kPaced, kROnT, kLearn})
        left_out.add(code);
    EXPECT_EQ(left_out.inWords(), "2 of class S, 1 of class Q, 2 marked \"?\", 1 marked \"r\"");
    LeftOut other;
    other.add(kAberrated, 3);
    left_out.add(other);
    ModelInfo model;
    model.name = "few";
    model.classes = {"N", "V"};
    EXPECT_EQ(sentence(*left_out.warning(model)),
              "few: beats that the model has no class for are left out of every figure (5 of class S, 1 of class Q, 2 "
              "marked \"?\", 1 marked \"r\"): it names N V");
    EXPECT_EQ(left_out.nothingElse(model).code, ErrorCode::model_mismatch);
}

TEST(LabelOf, IsTheIndexOfTheClassInTheModelsOwnList) {
    const std::vector<std::string> five = {"N", "S", "V", "F", "Q"}, two = {"N", "V"}, turned = {"V", "S", "N"};
    EXPECT_EQ(labelOf(kVentricularEscape, five), 2U);
    EXPECT_EQ(labelOf(kVentricularEscape, two), 1U);
    EXPECT_EQ(labelOf(kVentricularEscape, turned), 0U);
    EXPECT_FALSE(labelOf(kAtrialPremature, two));
    EXPECT_FALSE(labelOf(kPaced, turned));
    for (const std::uint8_t code : {kBbb, kLearn, kROnT, kSupraventricularEscape, kNoise, kNotQrs})
        EXPECT_FALSE(labelOf(code, five)) << symbolOf(code);
    const std::vector<std::string> of_recordings = {"normal", "abnormal"};
    EXPECT_FALSE(labelOf(kNormal, of_recordings));
}

}  // namespace
}  // namespace triptych::inference
