#include "core/measure/remarks.h"

#include "core/measure/qtc_words.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <utility>

namespace triptych::measure {
namespace {

text::Said ofBeats(std::size_t some, std::size_t all) {
    return text::sayCount(all, "{2} of {1} beat", "{2} of {1} beats", some);
}

}  // namespace

std::vector<text::Said> remarksOnLead(const Lead& lead, const LeadWaves& waves, const LeadMeasurements& measured,
                                      bool is_voltage) {
    std::vector<text::Said> out;
    if (!waves.unreadable.empty()) out.push_back(waves.unreadable);
    const auto readable = static_cast<std::size_t>(std::count_if(
        waves.beats.begin(), waves.beats.end(), [](const BeatWaves& beat) { return beat.qrs && beat.qrs->certain(); }));
    const std::size_t all = waves.beats.size();
    if (waves.unreadable.empty() && readable < all && waves.complete) {
        out.push_back(text::sayCount(all - readable, "{2} cannot be read on this lead and is left out",
                                     "{2} cannot be read on this lead and are left out", ofBeats(all - readable, all)));
    }
    if (!is_voltage) {
        out.push_back(lead.unit.empty()
                          ? "its unit is not stated, so nothing can be said in millivolts"
                          : text::say("its unit is \"{1}\", so nothing can be said in millivolts", lead.unit));
    }
    if (measured.median.beats == 0) return out;
    if (measured.median.beats == 1) out.emplace_back("its figures are of one beat, with all its noise");
    if (lead.rate_hz < kFineRate_hz) {
        out.push_back(
            text::say("at {1} Hz the peaks of Q, R and S fall between the samples and are larger than measured",
                      text::decimalText(lead.rate_hz, 3)));
    }
    if (measured.median.p_share >= 0.5 && !measured.median.marks.has_p) {
        out.push_back(
            text::say("its P waves keep no distance from the QRS (they wander by {1} ms), so the median beat has none "
                      "and PR is not said",
                      text::fixedText(1000 * measured.median.p_spread_s, 0)));
    }
    return out;
}

text::Said doubtOfHeights(const Measurements& measured) {
    switch (measured.global.limbs) {
        case LimbLeads::contradict:
            return "leads I, II and III contradict each other (II is not I + III), so no axis is said";
        case LimbLeads::rescaled:
            return "the gains of leads I, II and III contradict each other: axes are of those gains that make "
                   "II = I + III, and heights in millivolts are not to be trusted";
        case LimbLeads::agree:
            break;
    }
    return {};
}

std::vector<text::Said> remarksOnAll(const Measurements& measured) {
    std::vector<text::Said> out;
    const std::size_t all = measured.beats.size();
    if (!measured.complete) out.emplace_back("the waves are not all found yet: beats without them are not measured");
    if (all == 0) {
        out.emplace_back("there are no beats to measure");
        return out;
    }
    if (!measured.global.rr_ms) {
        out.push_back(all == 1
                          ? text::Said("there is one beat alone: neither a rate nor a corrected QT can be said")
                          : text::Said("no interval between two beats is free of missing samples: neither a rate nor a "
                                       "corrected QT can be said"));
    }
    if (measured.global.qtc && measured.global.rr_ms) {
        if (auto said = qtcDisagreement(*measured.global.qtc, measured.sex, measured.global.rr_ms->value)) {
            out.push_back(std::move(*said));
        }
    }
    if (measured.global.pr_ms && measured.global.pr_ms->value > kLongestPr_ms) {
        out.push_back(text::say("PR is over {1} ms: a first-degree AV block where every P wave is conducted",
                                text::fixedText(kLongestPr_ms, 0)));
    }
    if (measured.other_shapes > 0) {
        out.push_back(text::sayCount(
            measured.other_shapes, "{2} is of another shape or class than most and in the rate alone",
            "{2} are of another shape or class than most and in the rate alone", ofBeats(measured.other_shapes, all)));
    }
    if (measured.early > 0) {
        out.push_back(text::sayCount(measured.early, "{2} came early and is in the rate alone",
                                     "{2} came early and are in the rate alone", ofBeats(measured.early, all)));
    }
    const bool any_readable = std::any_of(measured.leads.begin(), measured.leads.end(),
                                          [](const LeadMeasurements& lead) { return lead.median.beats > 0; });
    if (!any_readable) out.emplace_back("on no lead can the waves of a beat be read");
    if (auto doubt = doubtOfHeights(measured); !doubt.empty()) out.push_back(std::move(doubt));
    if (!measured.pacing.times_s.empty()) {
        const std::size_t spikes = measured.pacing.times_s.size();
        out.push_back(measured.pacing.from_file
                          ? text::sayCount(spikes, "{1} spike of a pacemaker, as the file marks them",
                                           "{1} spikes of a pacemaker, as the file marks them")
                          : text::sayCount(spikes, "{1} spike of a pacemaker, found in the samples",
                                           "{1} spikes of a pacemaker, found in the samples"));
    }
    return out;
}

}  // namespace triptych::measure
