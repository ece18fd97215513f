// Samples of a file that has to be decoded as a whole: text, XML, compressed blocks. They lie in memory as the integers
// that the file stores.
#pragma once

#include "core/domain/recording.h"
#include "core/formats/wfdb/signal.h"

#include <cstdint>
#include <vector>

namespace triptych::formats {

// One lead's stored values, scale.missing where there is none, and how they become physical ones.
struct DecodedLead {
    std::vector<std::int32_t> values;
    Scale scale;
};

class DecodedSource final : public SampleSource {
public:
    explicit DecodedSource(std::vector<DecodedLead> leads) : leads_(std::move(leads)) {}

    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override;
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override;

private:
    std::vector<DecodedLead> leads_;
};

}  // namespace triptych::formats
