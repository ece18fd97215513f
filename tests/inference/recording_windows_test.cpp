// What a model of whole recordings is given: the right samples of the right leads, and zeros where there is none.
#include "core/inference/recording_windows.h"

#include "tests/support/float_source.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <numbers>

namespace triptych::inference {
namespace {

using Wave = std::function<double(double time_s)>;

struct Made {
    std::string name;
    double rate_hz;
    double duration_s;
    Wave wave;
    std::string unit = "mV";
};

Recording recordingOf(const std::vector<Made>& leads) {
    Recording out;
    out.name = "made";
    std::vector<std::vector<float>> values;
    for (const Made& lead : leads) {
        values.emplace_back();
        const auto count = static_cast<std::int64_t>(lead.duration_s * lead.rate_hz);
        for (std::int64_t i = 0; i < count; ++i)
            values.back().push_back(static_cast<float>(lead.wave(static_cast<double>(i) / lead.rate_hz)));
        Lead of;
        of.name = of.original_name = lead.name;
        of.unit = lead.unit;
        of.rate_hz = lead.rate_hz;
        of.samples = count;
        out.leads.push_back(of);
        out.duration_s = std::max(out.duration_s, lead.duration_s);
    }
    out.source = std::make_shared<triptych::test::FloatSource>(std::move(values));
    return out;
}

ModelInfo modelOf(std::vector<std::string> leads, double rate_hz, std::size_t samples, bool zero = false) {
    ModelInfo out;
    out.name = "made";
    out.task = Task::recording;
    out.classes = {"a", "b"};
    out.input = {rate_hz, std::move(leads), samples, zero, OverWindows::mean};
    return out;
}

double sine(double time_s) {
    return std::sin(2 * std::numbers::pi * 3 * time_s);
}

std::vector<double> starts(const RecordingWindows& windows) {
    std::vector<double> out;
    for (std::size_t i = 0; i < windows.count(); ++i) out.push_back(windows.start_s(i));
    return out;
}

TEST(RecordingWindows, CutALongRecordingAndEndWithIt) {
    const auto recording = recordingOf({{"I", 500, 12, sine}});
    const auto windows = RecordingWindows::of(recording, modelOf({"I"}, 500, 2500));
    ASSERT_TRUE(windows);
    EXPECT_EQ(starts(*windows), (std::vector<double>{0, 5, 7}));
    EXPECT_EQ(windows->padded_s(), 0);
    const auto exact = RecordingWindows::of(recording, modelOf({"I"}, 500, 3000));
    EXPECT_EQ(starts(*exact), (std::vector<double>{0, 6}));
}

TEST(RecordingWindows, PadAShortRecordingWithZeros) {
    const auto recording = recordingOf({{"I", 500, 3, [](double) { return 1.0; }}});
    const auto windows = RecordingWindows::of(recording, modelOf({"I"}, 500, 2500));
    ASSERT_TRUE(windows);
    EXPECT_EQ(starts(*windows), (std::vector<double>{0}));
    EXPECT_DOUBLE_EQ(windows->padded_s(), 2);
    std::vector<float> out(2500, 9);
    EXPECT_EQ(windows->read(0, out), 0U) << "padding is no missing sample";
    EXPECT_FLOAT_EQ(out[0], 1);
    EXPECT_FLOAT_EQ(out[1499], 1);
    EXPECT_FLOAT_EQ(out[1500], 0);
    EXPECT_FLOAT_EQ(out[2499], 0);
}

// Rates that meet every 25 samples, on every 13th, and nowhere soon.
TEST(RecordingWindows, BringEveryRateToTheModelsAtItsOwnPlaceInTime) {
    for (const double rate_hz : {360.0, 250.0, 1000.0, 128.0, 257.0, 333.3}) {
        const auto recording = recordingOf({{"I", rate_hz, 25, sine}});
        const auto windows = RecordingWindows::of(recording, modelOf({"I"}, 500, 5000));
        ASSERT_TRUE(windows);
        ASSERT_EQ(windows->count(), 3U) << rate_hz;
        for (std::size_t window = 0; window < 3; ++window) {
            std::vector<float> out(5000);
            EXPECT_EQ(windows->read(window, out), 0U) << rate_hz;
            // Beyond the ends the signal goes on with its last value, which is no sine.
            const std::size_t from = window == 0 ? 150 : 0, to = window == 2 ? 4850 : 5000;
            for (std::size_t i = from; i < to; ++i) {
                const double time_s = windows->start_s(window) + static_cast<double>(i) / 500;
                ASSERT_NEAR(out[i], sine(time_s), 3e-3) << rate_hz << " Hz, stretch " << window << ", sample " << i;
            }
        }
    }
}

TEST(RecordingWindows, TakeTheLeadsByNameInTheCardsOrderInMillivolts) {
    const auto recording = recordingOf({{"V1", 500, 1, [](double) { return 2.0; }},
                                        {"II", 250, 1, [](double) { return 1500.0; }, "uV"},
                                        {"aVR", 500, 1, [](double) { return -1.0; }}});
    const auto windows = RecordingWindows::of(recording, modelOf({"lead ii", "AVR", "V1"}, 500, 500));
    ASSERT_TRUE(windows) << sentence(windows.error());
    std::vector<float> out(1500);
    EXPECT_EQ(windows->read(0, out), 0U);
    EXPECT_NEAR(out[250], 1.5, 1e-5);
    EXPECT_NEAR(out[750], -1, 1e-6);
    EXPECT_NEAR(out[1250], 2, 1e-6);
    EXPECT_EQ(windows->names(), (std::vector<std::string>{"II", "aVR", "V1"}));
}

TEST(RecordingWindows, GiveZerosForLeadsAndSamplesThatAreMissingAndSaySo) {
    const auto recording =
        recordingOf({{"I", 500, 4, [](double time_s) { return time_s >= 1 && time_s < 2 ? NAN : 1.0; }}});
    const auto refused = RecordingWindows::of(recording, modelOf({"I", "II"}, 500, 2000));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::model_mismatch);
    EXPECT_NE(refused.error().what.text().find("wants leads I II, and this recording lacks II"), std::string::npos);
    const auto windows = RecordingWindows::of(recording, modelOf({"I", "II"}, 500, 2000, true));
    ASSERT_TRUE(windows);
    EXPECT_EQ(windows->missingLeads(), (std::vector<std::string>{"II"}));
    std::vector<float> out(4000, 9);
    EXPECT_EQ(windows->read(0, out), 500U);
    EXPECT_NEAR(out[100], 1, 1e-6);
    EXPECT_EQ(out[750], 0);
    EXPECT_NEAR(out[1500], 1, 1e-6);
    EXPECT_EQ(out[3000], 0);
    const auto none = RecordingWindows::of(recording, modelOf({"V1", "V2"}, 500, 2000, true));
    ASSERT_FALSE(none) << "a recording of none of its leads is nothing to be asked about";
}

TEST(RecordingWindows, RefuseWhatIsNoVoltage) {
    const auto recording = recordingOf({{"I", 500, 1, sine, "mmHg"}});
    const auto windows = RecordingWindows::of(recording, modelOf({"I"}, 500, 500));
    ASSERT_FALSE(windows);
    EXPECT_NE(windows.error().what.text().find("\"mmHg\", which is no voltage"), std::string::npos);
}

}  // namespace
}  // namespace triptych::inference
