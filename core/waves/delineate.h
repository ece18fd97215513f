// The waves of beats: from the samples of a recording and a list of its beats to where P, QRS and T of each begin, peak
// and end on each lead, and whether they are there at all. One place for the command line, measurements and the window.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/layer.h"
#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/waves/delineator.h"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace triptych::waves {

// What is asked for: by default everything.
struct WavesRequest {
    std::vector<std::size_t> leads;  // indices into Recording::leads; empty: all that are electrocardiograms
    std::size_t first_beat = 0;      // a stretch of the list, for a window: the answers are those of the whole
    std::size_t beats = std::numeric_limits<std::size_t>::max();
    int threads = 2;
};

// The waves of `beats` (of whichever lead they were found on) on each lead asked for, in the order asked for. Every
// answer's `beats` is as long as the list; beats outside the stretch have no waves, and the answer is then not
// complete. A lead that cannot be read (flat, missing, too slow) says so in `unreadable`, and is no error. Any thread.
// Stops within 50 ms. Errors: out_of_range (a lead), wrong_use (beats of no rate), cancelled.
[[nodiscard]] Result<std::vector<LeadWavesPtr>> delineate(const Recording& recording, const BeatList& beats,
                                                          const Delineator& delineator, const WavesRequest& request,
                                                          const Job& job = {});

// One lead, whole.
[[nodiscard]] Result<LeadWavesPtr> delineate(const Recording& recording, std::size_t lead, const BeatList& beats,
                                             const Delineator& delineator, const Job& job = {});

// The same as marks in the alphabet of WFDB: "(" p N t ")", each wave's own brackets around it, whole samples of the
// lead's clock; N at the peak of the QRS. Waves that are not certain are left out where `certain_alone`.
[[nodiscard]] LayerPtr layerOf(const LeadWaves& waves, bool certain_alone = false);

}  // namespace triptych::waves
