#include "core/measure/remarks.h"

#include "core/text/numbers.h"

#include <algorithm>

namespace triptych::measure {
namespace {

std::string ofBeats(std::size_t some, std::size_t all) {
    return std::to_string(some) + " of " + std::to_string(all) + (all == 1 ? " beat" : " beats");
}

}  // namespace

std::vector<std::string> remarksOnLead(const Lead& lead, const LeadWaves& waves, const LeadMeasurements& measured,
                                       bool is_voltage) {
    std::vector<std::string> out;
    if (!waves.unreadable.empty()) out.push_back(waves.unreadable);
    const auto readable = static_cast<std::size_t>(std::count_if(
        waves.beats.begin(), waves.beats.end(), [](const BeatWaves& beat) { return beat.qrs && beat.qrs->certain(); }));
    const std::size_t all = waves.beats.size();
    if (waves.unreadable.empty() && readable < all && waves.complete) {
        out.push_back(ofBeats(all - readable, all) + " cannot be read on this lead and " +
                      (all - readable == 1 ? "is" : "are") + " left out");
    }
    if (!is_voltage) {
        out.push_back("its unit is " + (lead.unit.empty() ? std::string("not stated") : '"' + lead.unit + '"') +
                      ", so nothing can be said in millivolts");
    }
    if (measured.median.beats == 0) return out;
    if (measured.median.beats == 1) out.emplace_back("its figures are of one beat, with all its noise");
    if (lead.rate_hz < kFineRate_hz) {
        out.push_back("at " + text::decimalText(lead.rate_hz, 3) +
                      " Hz the peaks of Q, R and S fall between the samples and are larger than measured");
    }
    if (measured.median.p_share >= 0.5 && !measured.median.marks.has_p) {
        out.push_back("its P waves keep no distance from the QRS (they wander by " +
                      text::fixedText(1000 * measured.median.p_spread_s, 0) +
                      " ms), so the median beat has none and PR is not said");
    }
    return out;
}

std::vector<std::string> remarksOnAll(const Measurements& measured) {
    std::vector<std::string> out;
    const std::size_t all = measured.beats.size();
    if (!measured.complete) out.emplace_back("the waves are not all found yet: beats without them are not measured");
    if (all == 0) {
        out.emplace_back("there are no beats to measure");
        return out;
    }
    if (!measured.global.rr_ms) {
        out.emplace_back(all == 1 ? "there is one beat alone: neither a rate nor a corrected QT can be said"
                                  : "no interval between two beats is free of missing samples: neither a rate nor a "
                                    "corrected QT can be said");
    }
    if (measured.other_shapes > 0) {
        out.push_back(ofBeats(measured.other_shapes, all) + (measured.other_shapes == 1 ? " is" : " are") +
                      " of another shape or class than most and in the rate alone");
    }
    if (measured.early > 0) {
        out.push_back(ofBeats(measured.early, all) + " came early and " + (measured.early == 1 ? "is" : "are") +
                      " in the rate alone");
    }
    const bool any_readable = std::any_of(measured.leads.begin(), measured.leads.end(),
                                          [](const LeadMeasurements& lead) { return lead.median.beats > 0; });
    if (!any_readable) out.emplace_back("on no lead can the waves of a beat be read");
    if (measured.global.limbs == LimbLeads::contradict) {
        out.emplace_back("leads I, II and III contradict each other (II is not I + III), so no axis is said");
    } else if (measured.global.limbs == LimbLeads::rescaled) {
        out.emplace_back(
            "the gains of leads I, II and III contradict each other: axes are of those gains that make II = I + III, "
            "and heights in millivolts are not to be trusted");
    }
    if (!measured.pacing.times_s.empty()) {
        const std::size_t spikes = measured.pacing.times_s.size();
        out.push_back(std::to_string(spikes) + (spikes == 1 ? " spike" : " spikes") + " of a pacemaker" +
                      (measured.pacing.from_file ? ", as the file marks them" : ", found in the samples"));
    }
    return out;
}

}  // namespace triptych::measure
