// Leads that exist in memory alone: what recordings that were made or spoilt for training are read from.
#pragma once

#include "core/domain/recording.h"

#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace triptych::inference::training {

// Any thread. Nothing of it was stored: readStored() answers that every sample is missing.
class LeadsInMemory final : public SampleSource {
public:
    explicit LeadsInMemory(std::vector<std::vector<float>> leads) : leads_(std::move(leads)) {}
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        const std::vector<float>& values = leads_.at(lead);
        for (std::size_t i = 0; i < out.size(); ++i) {
            const std::int64_t at = first + static_cast<std::int64_t>(i);
            const bool inside = at >= 0 && at < static_cast<std::int64_t>(values.size());
            out[i] = inside ? values[static_cast<std::size_t>(at)] : std::numeric_limits<float>::quiet_NaN();
        }
    }
    void readStored(std::size_t /*lead*/, std::int64_t /*first*/, std::span<std::int32_t> out) const override {
        for (std::int32_t& value : out) value = kMissingSample;
    }

private:
    std::vector<std::vector<float>> leads_;
};

}  // namespace triptych::inference::training
