// Recordings whose every sample is a formula, for tests of what is drawn of them.
#pragma once

#include "core/domain/recording.h"

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace triptych::test {

// Millivolts at a time; NaN: missing.
using Signal = std::function<float(double time_s)>;

struct MadeLead {
    std::string name;
    double rate_hz = 250;
    Signal signal;
    std::string unit = "mV";
};

class FormulaSource final : public SampleSource {
public:
    FormulaSource(std::vector<MadeLead> leads, std::vector<std::int64_t> samples)
        : leads_(std::move(leads)), samples_(std::move(samples)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t sample = first + static_cast<std::int64_t>(i);
            const bool inside = sample >= 0 && sample < samples_[lead];
            out[i] = inside ? leads_[lead].signal(static_cast<double>(sample) / leads_[lead].rate_hz)
                            : std::numeric_limits<float>::quiet_NaN();
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        std::fill(out.begin(), out.end(), kMissingSample);
    }

private:
    std::vector<MadeLead> leads_;
    std::vector<std::int64_t> samples_;
};

inline RecordingPtr madeRecording(const std::vector<MadeLead>& leads, double duration_s) {
    auto made = std::make_shared<Recording>();
    made->name = "made";
    made->format = "synthetic";
    made->duration_s = duration_s;
    std::vector<std::int64_t> samples;
    for (const MadeLead& lead : leads) {
        Lead described;
        described.name = described.original_name = lead.name;
        described.unit = lead.unit;
        described.rate_hz = lead.rate_hz;
        described.samples = static_cast<std::int64_t>(std::llround(duration_s * lead.rate_hz));
        samples.push_back(described.samples);
        made->leads.push_back(std::move(described));
    }
    made->source = std::make_shared<FormulaSource>(leads, std::move(samples));
    return made;
}

inline float flat(double) {
    return 0;
}
inline float missing(double) {
    return std::numeric_limits<float>::quiet_NaN();
}
inline Signal sine(double hz, double amplitude_mv = 1) {
    return [=](double time_s) {
        return static_cast<float>(amplitude_mv * std::sin(2 * 3.14159265358979323846 * hz * time_s));
    };
}
// One sample-wide spike of `amplitude_mv` every `period_s`.
inline Signal spikes(double period_s, double rate_hz, double amplitude_mv) {
    return [=](double time_s) {
        const double phase = std::fmod(time_s + 0.5 / rate_hz, period_s);
        return phase < 1 / rate_hz ? static_cast<float>(amplitude_mv) : 0.0F;
    };
}

}  // namespace triptych::test
