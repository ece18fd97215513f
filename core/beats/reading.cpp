#include "core/beats/reading.h"

#include "core/beats/beat_agreement.h"
#include "core/beats/median.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <utility>

namespace triptych::beats {
namespace {

constexpr double kWindow_s = 5;    // to either side of a second, over which errors are expected
constexpr double kHopeless = 0.6;  // expected errors to a beat: more are wrong than right
// A beat is not read further where the search is unsure and beats are not alike: where the product of both, each to its
// share, passes this limit, by medians over so many beats to either side. Learnt from strips of a handheld of even
// number: 3 % of the beats of those that readers called normal are not read, 91 % of those that they called too noisy
// (docs/decisions, 0114). A median over two minutes turns where noise of some length begins, and not before.
constexpr double kUnsureShare = 0.3, kUnlikeShare = 0.7, kMostDoubt = 0.15;
constexpr double kLeastUnsure = 0.003, kLeastUnlike = 0.01;  // as sure and as alike as counts
constexpr double kNoisy = 0.2;  // muscles leave the beats sure: what lies between them is too much by itself
constexpr std::size_t kJudgedTogether = 60;
// Flutter or noise takes its neighbours along, however clean they are: where doubt is half of that by medians over the
// seventeen nearest, they are read. Not of a strip that is judged as a whole anyway: of those that people could not
// read, a beat in a hundred would be.
constexpr std::size_t kJudgedNear = 8;
constexpr double kPlainlyRead = 0.5;
constexpr float kMostNoise = 0.4F, kLeastCertainty = 0.4F;
constexpr float kHeartless = 2.5F;    // largest against median of the envelope: noise of any colour has less
constexpr double kQuiet_log2 = -3;    // a beat would stand out
constexpr double kStill_log2 = -7.6;  // 1/200 of what is usual
constexpr double kDead_log2 = -7.1;   // 1/140: what hears a body is not as calm
constexpr std::size_t kLevels = 16, kLevelsOfFlicker = 7;
constexpr std::size_t kLongestPause = 3;        // seconds: a lead that stands still for longer has come off
constexpr std::size_t kLongestStandstill = 20;  // or the heart rests, where an amplifier goes on, for so long at most
constexpr std::size_t kBeatsAround = 8;
constexpr double kBeatTakes_s = 0.15;  // a candidate so near to a beat is part of it
constexpr float kMuscleShare = 0.5F;   // roughness, as a share of the envelope between beats, that muscles have

struct Seconds {
    std::vector<double> wrong, right;  // expected errors, and beats, within kWindow_s
};

double probability(float logit) {
    return 1 / (1 + std::exp(-static_cast<double>(logit)));
}

// What is to be expected of each second: beats told that are none, beats that are there and not told.
Seconds expected(std::span<const JointCandidate> candidates, std::span<const float> logits,
                 const std::vector<std::size_t>& chain, std::size_t seconds) {
    std::vector<double> wrong(seconds + 1), right(seconds + 1);
    std::size_t next = 0;  // beat of the chain, the first not before the candidate
    for (std::size_t i = 0; i < candidates.size(); ++i) {
        while (next < chain.size() && chain[next] < i) ++next;
        const bool told = next < chain.size() && chain[next] == i;
        const auto near = [&](std::size_t beat) {
            return std::abs(candidates[chain[beat]].time_s - candidates[i].time_s) < kBeatTakes_s;
        };
        const bool part = !told && ((next < chain.size() && near(next)) || (next > 0 && near(next - 1)));
        if (part) continue;
        const double p = probability(logits[i]);
        const std::size_t second = std::min(seconds, static_cast<std::size_t>(candidates[i].time_s));
        wrong[second] += told ? 1 - p : p;
        right[second] += told ? 1 : p;
    }
    Seconds out{std::vector<double>(seconds), std::vector<double>(seconds)};
    const auto around = static_cast<std::size_t>(kWindow_s);
    double wrongs = 0, rights = 0;
    std::size_t past = 0;
    for (std::size_t s = 0; s < seconds; ++s) {
        for (; past < seconds && past <= s + around; ++past) {
            wrongs += wrong[past];
            rights += right[past];
        }
        if (s > around) {
            wrongs -= wrong[s - around - 1];
            rights -= right[s - around - 1];
        }
        out.wrong[s] = std::max(0.0, wrongs);
        out.right[s] = std::max(0.0, rights);
    }
    return out;
}

// One lead, second by second.
struct LeadSeconds {
    std::vector<bool> missing, still, quiet, dead;
    std::vector<float> contrast;  // the largest of the envelope over its median
    std::vector<float> rough;     // roughness over that median
};

// A converter that hears nothing flickers between neighbours, however large its unit is beside what is usual: most of
// the range of its values is empty.
bool flickers(const SlowLead& lead, std::size_t second) {
    const auto at = [&](double time_s) {
        return std::min(lead.samples.size(), static_cast<std::size_t>(std::llround(time_s * lead.rate_hz)));
    };
    const auto seconds = static_cast<double>(second);
    const auto values = std::span(lead.samples).subspan(at(seconds), at(seconds + 1) - at(seconds));
    if (values.empty()) return true;
    const auto [low, high] = std::ranges::minmax(values);
    std::bitset<kLevels> has;
    for (const float value : values) {
        const float share = high > low ? (value - low) / (high - low) : 0;
        has.set(std::min(kLevels - 1, static_cast<std::size_t>(share * static_cast<float>(kLevels))));
    }
    return has.count() <= kLevelsOfFlicker;
}

LeadSeconds secondsOf(const LeadView& view, std::size_t seconds) {
    const QrsCandidates& of = *view.candidates;
    const SlowLead& lead = *view.lead;
    const std::vector<bool> none(seconds);
    LeadSeconds out{none, none, none, none, std::vector<float>(seconds), std::vector<float>(seconds)};
    std::vector<float> largest(seconds, -40.0F);
    for (std::size_t b = 0; b < of.coarse_log2.size(); ++b) {
        const auto second = static_cast<std::size_t>(static_cast<double>(b) * kCoarse_s);
        if (second < seconds) largest[second] = std::max(largest[second], of.coarse_log2[b]);
    }
    std::vector<float> sorted = largest;
    const double usual = static_cast<double>(quantileInPlace(std::span(sorted), 0.9));
    for (std::size_t s = 0; s < seconds; ++s) {
        const double below = static_cast<double>(largest[s]) - usual;
        out.still[s] = lead.flat || below < kStill_log2;
        out.quiet[s] = out.still[s] || below < kQuiet_log2;
        out.dead[s] = lead.flat || below < kDead_log2 || flickers(lead, s);
        if (of.sections.empty()) continue;
        const auto middle = static_cast<std::size_t>((static_cast<double>(s) + 0.5) * lead.rate_hz);
        const EnvelopeSection& section = of.sections[std::min(of.sections.size() - 1, middle / of.section_samples)];
        const float between = std::max(section.median, kLeastSize);
        out.contrast[s] = section.own / between;
        out.rough[s] = section.rough / between;
    }
    for (const SlowLead::Gap& gap : lead.gaps) {
        const double from_s = static_cast<double>(gap.first) / lead.rate_hz;
        const double to_s = static_cast<double>(gap.past) / lead.rate_hz;
        for (auto s = static_cast<std::size_t>(from_s); s < seconds && static_cast<double>(s) < to_s; ++s) {
            const double second = static_cast<double>(s);
            out.missing[s] = out.missing[s] || std::min(to_s, second + 1) - std::max(from_s, second) > 0.5;
        }
    }
    const auto lasts = static_cast<std::size_t>(std::ceil(static_cast<double>(lead.samples.size()) / lead.rate_hz));
    for (std::size_t s = lasts; s < seconds; ++s) out.missing[s] = true;
    return out;
}

// Calls what(first, past) for each run of seconds that are `so`.
template <class What>
void forEachRun(const std::vector<bool>& so, const What& what) {
    for (std::size_t first = 0; first < so.size();) {
        std::size_t past = first;
        while (past < so.size() && so[past]) ++past;
        if (past > first) what(first, past);
        first = std::max(past, first + 1);
    }
}

void fill(std::vector<bool>& seconds, std::size_t first, std::size_t past, bool value) {
    std::fill(seconds.begin() + static_cast<std::ptrdiff_t>(first), seconds.begin() + static_cast<std::ptrdiff_t>(past),
              value);
}

// A pause of the heart stands still, too; and what is quiet for long, or before the first beat, is none.
void forgivePauses(LeadSeconds& lead) {
    const std::size_t seconds = lead.still.size();
    forEachRun(lead.still, [&](std::size_t first, std::size_t past) {
        if (past - first <= kLongestPause && past - first < seconds) fill(lead.still, first, past, false);
    });
    forEachRun(lead.quiet, [&](std::size_t first, std::size_t past) {
        bool is_pause = first > 0 && past < seconds && past - first <= kLongestStandstill;
        for (std::size_t s = first; s < past; ++s) is_pause = is_pause && !lead.dead[s] && !lead.missing[s];
        fill(is_pause ? lead.still : lead.quiet, first, past, false);
    });
}

std::vector<std::optional<Unreadable>> judgeSeconds(std::span<const LeadView> views, const Seconds& of,
                                                    std::size_t seconds) {
    std::vector<LeadSeconds> leads;
    for (const LeadView& view : views) {
        leads.push_back(secondsOf(view, seconds));
        forgivePauses(leads.back());
    }
    std::vector<std::optional<Unreadable>> out(seconds);
    for (std::size_t s = 0; s < seconds; ++s) {
        bool all_missing = true, all_still = true, all_quiet = true;
        float contrast = 0, rough = 0;
        for (const LeadSeconds& lead : leads) {
            all_missing = all_missing && lead.missing[s];
            all_still = all_still && (lead.missing[s] || lead.still[s]);
            all_quiet = all_quiet && (lead.missing[s] || lead.still[s] || lead.quiet[s]);
            if (lead.missing[s] || lead.still[s] || !(lead.contrast[s] > contrast)) continue;
            contrast = lead.contrast[s];
            rough = lead.rough[s];
        }
        if (all_missing) {
            out[s] = Unreadable::missing;
        } else if (all_still) {
            out[s] = Unreadable::flat;
        } else if (all_quiet) {
            continue;  // a beat would be seen
        } else if (of.right[s] >= 1 ? of.wrong[s] > kHopeless * of.right[s] : contrast < kHeartless) {
            out[s] = rough > kMuscleShare ? Unreadable::muscle : Unreadable::motion;
        }
    }
    return out;
}

std::vector<UnreadableStretch> stretchesOf(const std::vector<std::optional<Unreadable>>& seconds, double duration_s) {
    std::vector<UnreadableStretch> out;
    for (std::size_t s = 0; s < seconds.size(); ++s) {
        if (!seconds[s]) continue;
        const double from_s = static_cast<double>(s), to_s = std::min(duration_s, from_s + 1);
        if (!out.empty() && out.back().to_s == from_s && out.back().reason == *seconds[s]) {
            out.back().to_s = to_s;
        } else {
            out.push_back({from_s, to_s, *seconds[s]});
        }
    }
    return out;
}

// What lies between the beats of a lead, relative to them.
class BeatNoise {
public:
    BeatNoise(const LeadView& view, const std::vector<double>& times_s) : view_(view) {
        std::vector<float> sizes;
        for (const double time_s : times_s) sizes.push_back(envelopeAt(time_s));
        usual_ = mediansAround(sizes, kBeatsAround);
        for (float& size : usual_) size = std::max(size, kLeastSize);
    }
    // Motion and muscle.
    [[nodiscard]] std::pair<float, float> of(std::size_t beat, double time_s) const {
        const std::vector<EnvelopeSection>& sections = view_.candidates->sections;
        if (sections.empty()) return {1, 1};
        const auto at = static_cast<std::size_t>(time_s * view_.lead->rate_hz) / view_.candidates->section_samples;
        const EnvelopeSection& section = sections[std::min(at, sections.size() - 1)];
        return {section.median / usual_[beat], section.rough / usual_[beat]};
    }

private:
    [[nodiscard]] float envelopeAt(double time_s) const {
        const std::vector<float>& coarse = view_.candidates->coarse_log2;
        const auto bin = static_cast<std::ptrdiff_t>(time_s / kCoarse_s);
        float largest = -40;
        for (std::ptrdiff_t b = bin - 1; b <= bin + 1; ++b) {
            if (b >= 0 && b < static_cast<std::ptrdiff_t>(coarse.size())) {
                largest = std::max(largest, coarse[static_cast<std::size_t>(b)]);
            }
        }
        return std::exp2(largest);
    }

    LeadView view_;
    std::vector<float> usual_;
};

// As a share of what is allowed, by medians over the beats of a window that moves on.
class Doubt {
public:
    explicit Doubt(std::span<const BeatReadability> beats) : beats_(beats) {}
    // Of [first, past): neither ever less than before.
    [[nodiscard]] double of(std::size_t first, std::size_t past) {
        for (; past_ < past; ++past_) {
            unsure_.insert(1 - beats_[past_].certainty);
            unlike_.insert(beats_[past_].unlike);
            noise_.insert(beats_[past_].noise);
        }
        for (; first_ < first; ++first_) {
            unsure_.remove(1 - beats_[first_].certainty);
            unlike_.remove(beats_[first_].unlike);
            noise_.remove(beats_[first_].noise);
        }
        const double doubt = std::pow(kLeastUnsure + static_cast<double>(unsure_.quantile(0.5)), kUnsureShare) *
                             std::pow(kLeastUnlike + static_cast<double>(unlike_.quantile(0.5)), kUnlikeShare);
        return std::max(doubt / kMostDoubt, static_cast<double>(noise_.quantile(0.5)) / kNoisy);
    }

private:
    std::span<const BeatReadability> beats_;
    SlidingOrder<float> unsure_, unlike_, noise_;
    std::size_t first_ = 0, past_ = 0;
};

// One beat is doubted easily; that most around it are says that the lead cannot be read there.
void judgeBeats(std::vector<BeatReadability>& beats) {
    constexpr std::size_t kNearest = 2 * kJudgedNear + 1;
    const std::size_t count = beats.size(), last_near = count > kNearest ? count - kNearest : 0;
    Doubt far(beats), near(beats);
    const bool is_strip = count <= 2 * kJudgedTogether;
    for (std::size_t i = 0; i < count; ++i) {
        const double around =
            far.of(i > kJudgedTogether ? i - kJudgedTogether : 0, std::min(count, i + kJudgedTogether + 1));
        // As many of them at an end.
        const std::size_t first = std::min(i > kJudgedNear ? i - kJudgedNear : 0, last_near);
        const double nearest = near.of(first, std::min(count, first + kNearest));
        beats[i].readable = (around <= 1 || (!is_strip && nearest <= kPlainlyRead)) && beats[i].noise <= kMostNoise &&
                            beats[i].certainty >= kLeastCertainty;
    }
}

}  // namespace

JointBeats readBeats(std::span<const LeadView> views, std::span<const JointCandidate> candidates,
                     std::span<const float> logits, const std::vector<std::size_t>& chain, double duration_s) {
    JointBeats out;
    const auto seconds = static_cast<std::size_t>(std::ceil(std::max(0.0, duration_s - 1e-9)));
    if (seconds == 0) return out;
    const Seconds of = expected(candidates, logits, chain, seconds);
    const std::vector<std::optional<Unreadable>> judged = judgeSeconds(views, of, seconds);
    out.readability.stretches = stretchesOf(judged, duration_s);
    std::vector<double> own;
    for (const std::size_t beat : chain) {
        const std::size_t second = std::min(seconds - 1, static_cast<std::size_t>(candidates[beat].time_s));
        if (judged[second] == Unreadable::motion || judged[second] == Unreadable::muscle) continue;
        out.times_s.push_back(candidates[beat].time_s);
        own.push_back(probability(logits[beat]));
    }
    const BeatNoise noise(views.front(), out.times_s);
    const std::vector<float> unlike = disagreementOf(*views.front().lead, out.times_s);
    LeadSeconds own_lead = secondsOf(views.front(), seconds);
    forgivePauses(own_lead);
    std::vector<BeatReadability>& beats = out.readability.beats;
    for (std::size_t i = 0; i < out.times_s.size(); ++i) {
        const std::size_t second = std::min(seconds - 1, static_cast<std::size_t>(out.times_s[i]));
        const double errors = of.right[second] > 0 ? of.wrong[second] / of.right[second] : 0;
        const auto [motion, muscle] = noise.of(i, out.times_s[i]);
        BeatReadability beat;
        beat.certainty = static_cast<float>(std::clamp(std::min(own[i], 1 - errors), 0.0, 1.0));
        beat.noise = std::sqrt(motion * muscle);
        beat.unlike = unlike[i];
        beat.reason = muscle > kMuscleShare * motion ? Unreadable::muscle : Unreadable::motion;
        beats.push_back(beat);
    }
    judgeBeats(beats);
    // Seen by another lead alone: there is nothing to read on this one.
    for (std::size_t i = 0; i < beats.size(); ++i) {
        const std::size_t second = std::min(seconds - 1, static_cast<std::size_t>(out.times_s[i]));
        if (!own_lead.still[second] && !own_lead.missing[second]) continue;
        beats[i].readable = false;
        beats[i].reason = own_lead.missing[second] ? Unreadable::missing : Unreadable::flat;
    }
    return out;
}

}  // namespace triptych::beats
