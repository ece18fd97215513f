// Samples that lie in memory: the second kind of SampleSource beside a mapped file.
#pragma once

#include "core/domain/recording.h"

#include <cstdint>
#include <vector>

namespace triptych::synth {

// Stored values of one lead and how they become physical ones: (stored - baseline) / gain, correctly rounded.
struct StoredLead {
    std::vector<std::int16_t> values;
    float gain = 200;
    float baseline = 0;
};

class MemorySource final : public SampleSource {
public:
    explicit MemorySource(std::vector<StoredLead> leads) : leads_(std::move(leads)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override;
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override;

private:
    std::vector<StoredLead> leads_;
};

}  // namespace triptych::synth
