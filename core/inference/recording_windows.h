// What a model of whole recordings is given: the leads that its card names, in their order, in mV, at its rate, stretch
// by stretch.
#pragma once

#include "core/domain/error.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace triptych::inference {

// A recording that is longer than a stretch is cut end to end, and the last stretch begins earlier so that it ends with
// the recording; a shorter one is followed by zeros. Immutable; any thread. Nothing but the stretch that is read is
// held.
class RecordingWindows {
public:
    // `recording` outlives this. Errors: unsupported (no ECG in time: core/domain/no_beats.h); model_mismatch (leads
    // are missing and the card refuses that, a lead whose unit is no voltage, none of the leads is there, a rate that
    // is too far from the model's).
    [[nodiscard]] static Result<RecordingWindows> of(const Recording& recording, const ModelInfo& model);

    [[nodiscard]] std::size_t count() const { return first_.size(); }
    [[nodiscard]] double start_s(std::size_t window) const { return static_cast<double>(first_[window]) / rate_hz_; }
    [[nodiscard]] double window_s() const { return static_cast<double>(samples_) / rate_hz_; }
    [[nodiscard]] double padded_s() const { return padded_s_; }
    [[nodiscard]] const std::vector<std::string>& missingLeads() const { return missing_leads_; }
    [[nodiscard]] std::size_t leads() const { return leads_.size(); }
    // As the recording calls them; those that are missing as the card does.
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] std::size_t samples() const { return samples_; }
    // [leads × samples] into `out`, resampled (core/dsp/resample.h); zero where there is no sample. Gives how many
    // samples within the recording were missing, over all leads.
    std::size_t read(std::size_t window, std::span<float> out) const;

private:
    struct Source {
        std::size_t lead = 0;
        bool is_there = false;
        double mv_per_unit = 1;
        double rate_hz = 0;
        std::int64_t samples = 0;
        std::int64_t grid = 1;  // that many samples of ours are a whole number of the lead's
    };
    std::size_t readLead(const Source& source, std::int64_t first, std::span<float> out) const;

    const Recording* recording_ = nullptr;
    std::vector<Source> leads_;
    std::vector<std::int64_t> first_;  // sample of each window, at the model's rate
    double rate_hz_ = 0;
    std::size_t samples_ = 0;
    double padded_s_ = 0;
    std::vector<std::string> missing_leads_, names_;
};

}  // namespace triptych::inference
