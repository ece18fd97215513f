// The waves of some beats and no others, for what is said of one beat: some 20 ms, where a recording takes seconds.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/waves/delineator.h"

#include <cstddef>
#include <vector>

namespace triptych::pipeline {

struct BeatRange {
    std::size_t first = 0, past = 0;
    [[nodiscard]] std::size_t size() const { return past - first; }
};
// A beat and as many on either side as tell what is usual of it (kFactsReach).
[[nodiscard]] BeatRange beatsAround(const BeatList& beats, std::size_t beat);

// Of each lead; empty where there is nobody to look for them (a null delineator), or nothing to look at. Errors: those
// of waves::delineate().
[[nodiscard]] Result<std::vector<LeadWavesPtr>> wavesAround(const Recording& recording, const BeatList& beats,
                                                            const waves::Delineator* delineator, BeatRange range,
                                                            std::vector<std::size_t> leads, const Job& job);

}  // namespace triptych::pipeline
