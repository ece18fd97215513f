// The window says when a model has seen a recording before, and how sure it is of that.
#include "core/pipeline/model_notices.h"

#include <gtest/gtest.h>

namespace triptych::pipeline {
namespace {

ModelInfo trainedOn(std::vector<std::string> records) {
    ModelInfo model;
    model.name = "product";
    model.trained_on = "MIT-BIH DS1";
    model.training_records = std::move(records);
    return model;
}

Recording recordingOf(const std::string& name, double rate_hz, std::int64_t samples) {
    Recording recording;
    recording.name = name;
    recording.path = "/somewhere/" + name + ".hea";
    recording.leads.resize(2);
    recording.leads[0].rate_hz = rate_hz;
    recording.leads[0].samples = samples;
    return recording;
}

TEST(TrainingNotice, SameNameRateAndLengthIsSaidPlainly) {
    const auto notice = trainingNotice(trainedOn({"101", "208"}), recordingOf("208", 360, 650'000));
    ASSERT_TRUE(notice);
    EXPECT_NE(sentence(*notice).find("was trained on this recording"), std::string::npos);
    EXPECT_EQ(sentence(*notice).find("MIT-BIH DS1"), std::string::npos) << "where it was trained stands at the model";
    EXPECT_LE(sentence(*notice).size(), 140U) << "one line of a window";
}

TEST(TrainingNotice, SameNameAloneIsSaidWithCare) {
    const auto notice = trainingNotice(trainedOn({"208"}), recordingOf("208", 500, 5'000));
    ASSERT_TRUE(notice);
    EXPECT_NE(sentence(*notice).find("of this name"), std::string::npos);
    EXPECT_NE(sentence(*notice).find("if this is a copy"), std::string::npos);
}

TEST(TrainingNotice, NamesWithTheirDatabaseMustMatchItsShape) {
    const auto model = trainedOn({"svdb/800"});
    EXPECT_NE(sentence(*trainingNotice(model, recordingOf("800", 128, 230'400))).find("this recording"),
              std::string::npos);
    EXPECT_NE(sentence(*trainingNotice(model, recordingOf("800", 360, 650'000))).find("of this name"),
              std::string::npos);
}

TEST(TrainingNotice, StripsOfAHandheldAreOfAnyLength) {
    const auto model = trainedOn({"cinc2017/A00002"});
    EXPECT_NE(sentence(*trainingNotice(model, recordingOf("A00002", 300, 9'000))).find("this recording"),
              std::string::npos);
    EXPECT_NE(sentence(*trainingNotice(model, recordingOf("A00002", 500, 9'000))).find("of this name"),
              std::string::npos);
}

TEST(TrainingNotice, OtherRecordingsAndMadeUpOnesAreNotAccused) {
    EXPECT_FALSE(trainingNotice(trainedOn({"208"}), recordingOf("100", 360, 650'000)));
    Recording made_up = recordingOf("208", 360, 650'000);
    made_up.path.clear();
    EXPECT_FALSE(trainingNotice(trainedOn({"208"}), made_up));
}

TEST(ModelNotices, ParityModelIsMarked) {
    ModelInfo parity = trainedOn({});
    parity.leaks_patients = true;
    const auto notices = modelNotices(parity, recordingOf("999", 360, 100));
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_NE(notices[0].what.text().find("leaks patients"), std::string::npos);
}

}  // namespace
}  // namespace triptych::pipeline
