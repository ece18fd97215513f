// What if a part of the beat were not there: the options of `explain` that name it, and what they ask.
#pragma once

#include "core/domain/error.h"
#include "core/domain/recording.h"
#include "core/inference/what_if.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::cli {

struct MaskOptions {
    std::vector<std::string> time, band;  // "FROM:TO", in seconds and in Hz; a side that is left out is open
    std::vector<std::string> features;
    bool around = false;
    std::string filler;  // empty: none is named
    [[nodiscard]] bool any() const { return !time.empty() || !band.empty() || !features.empty() || around; }
};

// They belong to the command, and live as long as it does.
void addMaskOptions(CLI::App& command, MaskOptions& options);
// Without masks where none is named; `seed`: of noise. Errors: wrong_use.
[[nodiscard]] Result<inference::WhatIfRequest> whatIfOf(const MaskOptions& options, std::uint64_t seed);
// Does each masked stretch meet the recording? Errors: out_of_range, with how long it lasts.
[[nodiscard]] Result<void> meetRecording(const inference::WhatIfRequest& asked, const Recording& recording);

}  // namespace triptych::cli
