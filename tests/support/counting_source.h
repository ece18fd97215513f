// A recording's samples that count how many of them are read.
#pragma once

#include "core/domain/recording.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>

namespace triptych::test {

// `read`, which must outlive it, grows by every sample that is read in physical units. Any thread.
class CountingSource : public SampleSource {
public:
    CountingSource(std::shared_ptr<const SampleSource> of, std::atomic<std::int64_t>& read)
        : of_(std::move(of)), read_(read) {}
    void readPhysical(std::size_t lead, std::int64_t first, std::span<float> out) const override {
        read_ += static_cast<std::int64_t>(out.size());
        of_->readPhysical(lead, first, out);
    }
    void readStored(std::size_t lead, std::int64_t first, std::span<std::int32_t> out) const override {
        of_->readStored(lead, first, out);
    }

private:
    std::shared_ptr<const SampleSource> of_;
    std::atomic<std::int64_t>& read_;
};

}  // namespace triptych::test
