// Samples of made leads, as floats in memory: a source of recordings whose every value is known.
#pragma once

#include "core/domain/recording.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace triptych::test {

class FloatSource final : public SampleSource {
public:
    explicit FloatSource(std::vector<std::vector<float>> leads) : leads_(std::move(leads)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            const bool inside = at >= 0 && at < static_cast<std::int64_t>(leads_[lead].size());
            out[i] = inside ? leads_[lead][static_cast<std::size_t>(at)] : std::numeric_limits<float>::quiet_NaN();
        }
    }
    void readStored(std::size_t, std::int64_t, std::span<std::int32_t> out) const override {
        std::fill(out.begin(), out.end(), kMissingSample);
    }

private:
    std::vector<std::vector<float>> leads_;
};

}  // namespace triptych::test
