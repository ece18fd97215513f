// An explanation whose numbers are known, shaped as the product model's: a beat of 200 samples at 125 Hz in two
// channels, a two-sided STFT of 32 rows and 43 columns, four RR features.
#pragma once

#include "core/domain/explanation.h"

#include <cmath>
#include <memory>

namespace triptych::test {

// Attribution of a Gaussian bump over the R mark at `beat_s`, at 12 Hz in the time-frequency input, and a negative one
// 0.35 s later at 4 Hz.
inline std::shared_ptr<const Explanation> madeExplanation(double beat_s, bool is_signed = true) {
    auto made = std::make_shared<Explanation>();
    made->method = is_signed ? "integrated_gradients" : "grad_cam";
    made->class_name = "V";
    made->score_name = "fused score O_V";
    made->is_signed = is_signed;
    const auto bump = [&](double time_s) {
        const double against = is_signed ? -0.6 : 0.6;
        return std::exp(-std::pow(time_s / 0.05, 2)) + against * std::exp(-std::pow((time_s - 0.35) / 0.08, 2));
    };
    Attribution time;
    time.input = "time";
    AttributionAxis channel{"channel", "", {}, {"beat", "beat − typical beat"}}, times{"time", "s", {}, {}};
    for (int i = 0; i < 200; ++i) times.values.push_back(beat_s + (i - 100) / 125.0);
    time.axes = {channel, times};
    for (int c = 0; c < 2; ++c) {
        for (const double at : times.values)
            time.values.push_back(static_cast<float>(0.05 * (c + 1) * bump(at - beat_s)));
    }
    time.seen.assign(time.values.size(), 0);

    Attribution picture;
    picture.input = "time_frequency";
    AttributionAxis rows{"frequency", "Hz", {}, {}}, columns{"time", "s", {}, {}};
    for (int r = 0; r < 32; ++r) rows.values.push_back((r - 16) / 32.0 * 125);
    for (int k = 0; k < 43; ++k) columns.values.push_back(beat_s + (4 * k + 15.5 - 100) / 125.0);
    picture.axes = {rows, columns};
    for (const double hz : rows.values) {
        for (const double at : columns.values) {
            const double t = at - beat_s, f = std::abs(hz);
            const double raised = std::exp(-std::pow(t / 0.08, 2) - std::pow((f - 12) / 6, 2));
            const double lowered = std::exp(-std::pow((t - 0.35) / 0.1, 2) - std::pow((f - 4) / 4, 2));
            picture.values.push_back(static_cast<float>(0.02 * (raised + (is_signed ? -0.7 : 0.7) * lowered)));
            picture.seen.push_back(static_cast<float>(-10 - f / 2 + 40 * raised + 20 * lowered));
        }
    }
    made->inputs = {time, picture};
    return made;
}

}  // namespace triptych::test
