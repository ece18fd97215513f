// What speaks for a pacemaker, beat by beat: marks of the file, spikes where the samples are fast enough to show them,
// and the bend that a spike leaves where they are not.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/error.h"
#include "core/domain/job.h"
#include "core/domain/recording.h"
#include "core/rhythm/findings.h"

namespace triptych::pipeline {

// Of up to three recorded leads in the beats' own unit, and for spikes as measure::pacingSpikes() asks them.
// Errors: cancelled.
[[nodiscard]] Result<rhythm::PacingEvidence> pacingEvidence(const Recording& recording, const BeatList& beats,
                                                            const Job& job = {});

}  // namespace triptych::pipeline
