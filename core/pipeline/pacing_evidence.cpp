#include "core/pipeline/pacing_evidence.h"

#include "core/dsp/sample_reader.h"
#include "core/formats/lead_names.h"
#include "core/measure/pacing_spikes.h"
#include "core/rhythm/pacing.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

namespace triptych::pipeline {
namespace {

constexpr std::size_t kPacedLeads = 3;
constexpr double kSpikeBefore_s = 0.3, kSpikeBehind_s = 0.03;

constexpr double kSeenWell = 2.0 / 3;  // of the beats have a spike: one that has none was not provoked

// Marks the beats that a spike goes before, and where spikes show well, those that have none though there was time.
void markBySpikes(const std::vector<double>& spikes_s, const BeatList& beats, rhythm::PacingEvidence& out) {
    std::size_t marked = 0;
    std::vector<std::uint8_t> without(beats.beats.size());
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        const double time_s = static_cast<double>(beats.beats[i].sample) / beats.rate_hz;
        const auto spike = std::ranges::lower_bound(spikes_s, time_s - kSpikeBefore_s);
        const bool has = spike != spikes_s.end() && *spike <= time_s + kSpikeBehind_s;
        if (has) out.by_label[i] = 1;
        marked += has ? 1 : 0;
        without[i] = !has && out.by_label[i] == 0 && time_s > kSpikeBefore_s ? 1 : 0;
    }
    if (marked > 0 && static_cast<double>(marked) >= kSeenWell * static_cast<double>(without.size()))
        out.unprovoked = std::move(without);
}

}  // namespace

Result<rhythm::PacingEvidence> pacingEvidence(const Recording& recording, const BeatList& beats, const Job& job) {
    rhythm::PacingEvidence out;
    std::vector<std::vector<rhythm::PaceLook>> looks;
    std::vector<std::optional<double>> mv_per_unit;
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        const Lead& of = recording.leads[lead];
        mv_per_unit.push_back(formats::millivoltsPer(of.unit));
        if (looks.size() >= kPacedLeads || of.derived || of.unit != recording.leads[beats.lead].unit) continue;
        looks.push_back(rhythm::lookForPacing(dsp::readerOf(recording, lead), of.samples, of.rate_hz, beats, job));
    }
    out.score = rhythm::pacedScore(looks);
    out.by_label.resize(beats.beats.size());
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        out.by_label[i] = beats.beats[i].code == kPaced || beats.beats[i].code == kPacedFusion ? 1 : 0;
    }
    const auto spikes = measure::pacingSpikes(recording, beats, mv_per_unit, job);
    if (!spikes) return std::unexpected(spikes.error());
    markBySpikes(spikes->times_s, beats, out);
    return out;
}

}  // namespace triptych::pipeline
