// Waves by a formula: each beat of a list has the same marks around its own, so that tests know where each must stand.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/waves/delineate.h"

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <vector>

namespace triptych::test {

// Seconds from a beat's mark, in the order of review::kWavePoints.
inline constexpr double kMadeMarks_s[] = {-0.20, -0.16, -0.12, -0.04, 0.0, 0.05, 0.16, 0.25, 0.34};

// Of one beat at `beat_s`, on whole samples of a clock of `rate_hz`.
inline BeatWaves madeBeat(double beat_s, double rate_hz, bool has_p = true, float sure = 1) {
    const auto wave = [&](int first) {
        Wave made;
        const auto mark = [&](int i) {
            return Fiducial{std::round((beat_s + kMadeMarks_s[first + i]) * rate_hz), sure};
        };
        made.onset = mark(0), made.peak = mark(1), made.offset = mark(2);
        made.sure = sure;
        return made;
    };
    BeatWaves beat;
    if (has_p) beat.p = wave(0);
    beat.qrs = wave(3);
    beat.t = wave(6);
    return beat;
}

// What a delineator would answer: on every lead asked for, beats of `without_p` have no P, and leads of `flat` cannot
// be read.
struct MadeWaves {
    std::set<std::size_t> without_p, flat;

    Result<std::vector<LeadWavesPtr>> operator()(const Recording& recording, const BeatList& beats,
                                                 const waves::WavesRequest& request, const Job&) const {
        std::vector<std::size_t> leads = request.leads;
        for (std::size_t lead = 0; request.leads.empty() && lead < recording.leads.size(); ++lead)
            leads.push_back(lead);
        std::vector<LeadWavesPtr> out;
        for (const std::size_t lead : leads) {
            auto made = std::make_shared<LeadWaves>();
            made->lead = lead;
            made->rate_hz = recording.leads[lead].rate_hz;
            made->source = {LayerMaker::model, "made", {}};
            made->beats.resize(beats.beats.size());
            if (flat.contains(lead)) made->unreadable = "the lead is flat";
            const std::size_t end =
                std::min(beats.beats.size(), request.first_beat + std::min(request.beats, beats.beats.size()));
            for (std::size_t beat = request.first_beat; beat < end && !flat.contains(lead); ++beat) {
                const double beat_s = static_cast<double>(beats.beats[beat].sample) / beats.rate_hz;
                made->beats[beat] = madeBeat(beat_s, made->rate_hz, !without_p.contains(beat));
            }
            made->complete = request.first_beat == 0 && end == beats.beats.size();
            out.push_back(std::move(made));
        }
        return out;
    }
};

}  // namespace triptych::test
