#include "core/beats/quiet_sections.h"

#include "core/beats/beat_agreement.h"
#include "core/beats/median.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace triptych::beats {
namespace {

constexpr std::size_t kSectionsAround = 8;  // as levels are taken over
constexpr double kBeatsHave = 0.8;          // quantile: so many sections of a standstill of 20 s are quiet
constexpr float kQuiet = 6;                 // times below a beat: in this band P waves have a ninth at most
constexpr float kLarge = 0.25F;             // of what beats have
constexpr float kBeatsStandOut = 4;         // of what lies between: 99 % of beats have six and more
constexpr double kApart_s = 0.3;            // a T wave is no beat of its own
constexpr double kKeepComing_s = 8;
constexpr std::size_t kFewestAlike = 4;
constexpr float kAlike = 0.25F;  // disagreementOf(): 0.05 is clean, 0.3 hardly readable

// What beats have in each section, where the median around is no beat's; else 0.
std::vector<float> sizesWhereQuiet(const std::vector<EnvelopeSection>& sections) {
    std::vector<float> out(sections.size(), 0.0F);
    SlidingOrder<float> around;
    std::size_t first = 0, past = 0;
    for (std::size_t s = 0; s < sections.size(); ++s) {
        for (; past < sections.size() && past <= s + kSectionsAround; ++past) around.insert(sections[past].largest);
        for (; first + kSectionsAround < s; ++first) around.remove(sections[first].largest);
        const float beats = around.quantile(kBeatsHave);
        if (around.quantile(0.5) * kQuiet < beats) out[s] = beats;
    }
    return out;
}

// The candidates of a size in the sections [first, past), each the largest within kApart_s.
std::vector<double> candidatesOf(const SlowLead& lead, const QrsCandidates& candidates, std::size_t first,
                                 std::size_t past, float least, float most) {
    std::vector<const Candidate*> large;
    for (const Candidate& peak : candidates.peaks) {
        const std::size_t section = peak.at / candidates.section_samples;
        if (section < first || peak.size < least || peak.size > most) continue;
        if (section >= past) break;
        const bool is_near =
            !large.empty() && static_cast<double>(peak.at - large.back()->at) < kApart_s * lead.rate_hz;
        if (!is_near) {
            large.push_back(&peak);
        } else if (peak.size > large.back()->size) {
            large.back() = &peak;
        }
    }
    std::vector<double> times_s;
    for (const Candidate* peak : large) times_s.push_back(static_cast<double>(peak->at) / lead.rate_hz);
    return times_s;
}

bool areAlike(const SlowLead& lead, const std::vector<double>& times_s) {
    if (times_s.size() < kFewestAlike) return false;
    std::vector<float> unlike = disagreementOf(lead, times_s);
    return quantileInPlace(std::span(unlike), 0.5) <= kAlike;
}

// Between large ones that keep coming lie P waves, of a block. Where none comes for long, the lead may have lost its
// size: what is quiet and alike is then taken for the beats that it was.
bool beatsToo(const SlowLead& lead, const QrsCandidates& candidates, std::size_t first, std::size_t past, float beats,
              const std::vector<double>& large) {
    const double section_s = static_cast<double>(candidates.section_samples) / lead.rate_hz;
    double before_s = static_cast<double>(first) * section_s, longest_s = 0;
    for (const double time_s : large) {
        longest_s = std::max(longest_s, time_s - before_s);
        before_s = time_s;
    }
    longest_s = std::max(longest_s, static_cast<double>(past) * section_s - before_s);
    if (longest_s < kKeepComing_s) return false;
    std::vector<float> sizes, contrasts;
    for (std::size_t s = first; s < past; ++s) {
        const EnvelopeSection& section = candidates.sections[s];
        if (section.largest * kQuiet >= beats) continue;
        sizes.push_back(section.largest);
        contrasts.push_back(section.largest / std::max(section.median, kLeastSize));
    }
    if (quantileInPlace(std::span(contrasts), 0.5) < kBeatsStandOut) return false;
    const float usual = quantileInPlace(std::span(sizes), 0.5);
    return areAlike(lead, candidatesOf(lead, candidates, first, past, usual / 2, 2 * usual));
}

}  // namespace

void liftQuietSections(const SlowLead& lead, QrsCandidates& candidates) {
    const std::vector<float> beats = sizesWhereQuiet(candidates.sections);
    const std::size_t count = beats.size();
    std::vector<float> lifted(count, 0.0F);
    for (std::size_t s = 0; s < count;) {
        std::size_t past = s;
        float most = 0;
        for (; past < count && beats[past] > 0; ++past) most = std::max(most, beats[past]);
        if (past == s) {
            ++s;
            continue;
        }
        const std::size_t first = s > kSectionsAround ? s - kSectionsAround : 0;
        const std::size_t end = std::min(count, past + kSectionsAround);
        const auto large = candidatesOf(lead, candidates, first, end, kLarge * most, most / kLarge);
        if (areAlike(lead, large) && !beatsToo(lead, candidates, first, end, most, large)) {
            for (std::size_t t = first; t < end; ++t) {
                if (candidates.sections[t].largest * kQuiet < most) lifted[t] = std::max(lifted[t], most);
            }
        }
        s = past;
    }
    for (std::size_t s = 0; s < count; ++s) {
        candidates.sections[s].own = candidates.sections[s].largest;
        candidates.sections[s].largest = std::max(candidates.sections[s].largest, lifted[s]);
    }
}

}  // namespace triptych::beats
