#include "core/waves/decode.h"

#include "core/waves/lead_reader.h"
#include "core/waves/qrs_peak.h"
#include "core/waves/t_place.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace triptych::waves {
namespace {

constexpr double kFarAway_s = 1e9;
// Scores at which a wave is as likely there as not, and below which nothing is said; chosen in cross-validation.
constexpr double kEven = 0.20;
constexpr double kNothingBelow = 0.10;
constexpr double kQrsBelow = 0.15;
constexpr double kDoubted = 0.15;   // the most that is made of a wave in doubt: uncertain
constexpr double kBorneOut = 0.25;  // of a mark, that the beat itself must have where the beats around have it

constexpr Reach kMarkOf[3][3] = {{{kPOn, 6}, {kPPeak, 8}, {kPOff, 6}},
                                 {{kQrsOn, 6}, {kQrsPeak, 4}, {kQrsOff, 8}},
                                 {{kTOn, 14}, {kTPeak, 14}, {kTOff, 12}}};

struct Found {
    std::array<Mark, 3> marks;
    double score = 0;
    bool is_doubted = false;  // the beats around have it where this one does not
};

// What a beat has to either side, in instants; far away where there is none.
struct Neighbours {
    double before, beat, behind;
};

Found findQrs(const LeadReader& lead, const Neighbours& beats) {
    Found qrs;
    const auto& of = kMarkOf[1];
    qrs.marks[1] = lead.likeliest(of[1], std::max(beats.beat - instants(0.12), (beats.beat + beats.before) / 2),
                                  std::min(beats.beat + instants(0.12), (beats.beat + beats.behind) / 2));
    const double peak = qrs.marks[1].mass > 0.1 ? qrs.marks[1].at : beats.beat;
    qrs.marks[0] = lead.likeliest(of[0], peak - instants(0.14), peak + 1);
    qrs.marks[2] = lead.likeliest(of[2], peak - 1, peak + instants(0.19));
    qrs.score = (qrs.marks[0].mass + qrs.marks[1].mass + qrs.marks[2].mass) / 6 + lead.lies(kIsQrs, peak, 2) / 2;
    return qrs;
}

// Half of how probable its marks are, half of how probable the wave is at its peak.
double scoreOf(const LeadReader& lead, const Found& wave, Channel channel, int half) {
    const auto& marks = wave.marks;
    return (marks[0].mass + marks[1].mass + marks[2].mass) / 6 + lead.lies(channel, marks[1].at, half) / 2;
}

// Between two limits; the onset may lie before them by a little.
Found findP(const LeadReader& lead, double low, double high) {
    Found wave;
    const auto& of = kMarkOf[0];
    wave.marks[1] = lead.likeliest(of[1], low, high);
    if (!wave.marks[1].found()) return wave;
    const double peak = wave.marks[1].at;
    const double widest = instants(0.12);
    wave.marks[0] = lead.likeliest(of[0], std::max(low - 6, peak - widest), peak);
    wave.marks[2] = lead.likeliest(of[2], peak, std::min(high, peak + widest));
    wave.score = scoreOf(lead, wave, kIsP, 2);
    return wave;
}

// 0..1, even at kSureEnough.
float sureOf(double score) {
    const double even = double{kSureEnough};
    const double sure = score < kEven ? even * score / kEven : even + (1 - even) * (score - kEven) / (1 - kEven);
    return static_cast<float>(std::clamp(sure, 0.0, 1.0));
}

Wave waveOf(const LeadReader& lead, const Found& found, double score, double rate_hz) {
    Wave wave;
    wave.sure = sureOf(score);
    const auto fiducial = [&](const Mark& mark) -> std::optional<Fiducial> {
        if (!mark.found()) return std::nullopt;
        return Fiducial{lead.timeOf(mark.at) * rate_hz, static_cast<float>(mark.mass)};
    };
    wave.peak = fiducial(found.marks[1]);
    // A wave begins before it peaks: a mark that says otherwise was not placed.
    if (!(found.marks[0].at > found.marks[1].at)) wave.onset = fiducial(found.marks[0]);
    if (!(found.marks[2].at < found.marks[1].at)) wave.offset = fiducial(found.marks[2]);
    return wave;
}

struct BeatFound {
    Found p, qrs, t;
    TWindow t_window;
};

// P and T of beat `i` between the QRS complexes around it.
void findAround(const LeadReader& lead, const std::vector<BeatFound>& found, std::size_t i,
                std::span<const Neighbours> beats, BeatFound& of) {
    const Neighbours& here = beats[i];
    const auto orElse = [](const Mark& mark, double otherwise) { return mark.found() ? mark.at : otherwise; };
    const double onset = orElse(of.qrs.marks[0], here.beat - 6);
    const double end = orElse(of.qrs.marks[2], here.beat + 8);
    const double end_before = i > 0 ? orElse(found[i - 1].qrs.marks[2], -instants(kFarAway_s)) : here.before + 8;
    const double earliest = std::max(here.beat - instants(0.44), end_before + 6);
    of.p = findP(lead, earliest, onset - 1);
    const double onset_behind =
        i + 1 < found.size() ? orElse(found[i + 1].qrs.marks[0], here.behind - 6) : here.behind - 6;
    of.t_window = {here.beat, end + 2, std::min(onset_behind - 2, here.beat + instants(0.7))};
}

// T where the beats and leads around believe it to be, as far as this beat's own lead bears it out.
void findT(const LeadReader& lead, const TPlaces& places, std::size_t of_lead, std::size_t beat, BeatFound& of) {
    const double low = of.t_window.low;
    const double high = of.t_window.high;
    const auto& reach = kMarkOf[2];
    const Limits near = places.peak(of_lead, beat, {low, high});
    of.t.marks[1] = lead.likeliest(reach[1], near.from, near.to);
    if (!of.t.marks[1].found()) return;
    const bool beats_disagree = near.from > low || near.to < high;
    of.t.is_doubted = beats_disagree && of.t.marks[1].mass < kBorneOut;
    const double peak = of.t.marks[1].at;
    const double widest = instants(0.25);
    of.t.marks[0] = lead.likeliest(reach[0], std::max(low - 4, peak - widest), peak);
    const double latest = std::min(high + 2, peak + widest);
    const Limits behind = places.end(of_lead, beat, {peak, latest});
    of.t.marks[2] = lead.likeliest(reach[2], behind.from, behind.to);
    of.t.score = scoreOf(lead, of.t, kIsT, 3);
}

double meanOver(const std::vector<std::vector<BeatFound>>& leads, const Stretch& stretch, std::size_t beat,
                Found BeatFound::*wave) {
    double sum = 0;
    std::size_t count = 0;
    for (std::size_t lead = 0; lead < leads.size(); ++lead) {
        if (stretch.leads[lead].silent) continue;
        sum += (leads[lead][beat].*wave).score;
        ++count;
    }
    return count > 0 ? sum / static_cast<double>(count) : 0;
}

}  // namespace

std::vector<std::vector<BeatWaves>> decode(const Stretch& stretch, std::span<const double> beats_s, std::size_t first,
                                           std::size_t past, std::span<const double> rates_hz) {
    // The neighbours' QRS complexes are looked for, too: they bound P and T, and tell where T lies around. All of the
    // stretch, so that an answer does not depend on which beats were asked for.
    std::size_t from = first, to = past;
    const double to_s = stretch.from_s + static_cast<double>(stretch.instants()) / kAnswer_hz;
    while (from > 0 && beats_s[from - 1] >= stretch.from_s) --from;
    while (to < beats_s.size() && beats_s[to] <= to_s) ++to;
    from = std::min(from, first > 0 ? first - 1 : 0);
    to = std::max(to, std::min(past + 1, beats_s.size()));
    std::vector<LeadReader> readers;
    readers.reserve(stretch.leads.size());
    std::vector<std::vector<BeatFound>> found(stretch.leads.size());
    for (std::size_t lead = 0; lead < stretch.leads.size(); ++lead) {
        const LeadReader& reader = readers.emplace_back(stretch.leads[lead], stretch.from_s);
        std::vector<Neighbours> beats;
        for (std::size_t i = from; i < to; ++i) {
            beats.push_back({i > 0 ? reader.instantOf(beats_s[i - 1]) : -instants(kFarAway_s),
                             reader.instantOf(beats_s[i]),
                             i + 1 < beats_s.size() ? reader.instantOf(beats_s[i + 1]) : instants(kFarAway_s)});
        }
        auto& here = found[lead];
        here.resize(to - from);
        for (std::size_t i = 0; i < here.size(); ++i) here[i].qrs = findQrs(reader, beats[i]);
        for (std::size_t i = 0; i < here.size(); ++i) findAround(reader, here, i, beats, here[i]);
        for (BeatFound& beat : here) beat.qrs.marks[1] = snapped(reader, beat.qrs.marks);
    }
    std::vector<std::vector<TWindow>> windows(found.size());
    for (std::size_t lead = 0; lead < found.size(); ++lead) {
        for (const BeatFound& beat : found[lead]) windows[lead].push_back(beat.t_window);
    }
    const TPlaces places(readers, windows, stretch);
    for (std::size_t lead = 0; lead < found.size(); ++lead) {
        for (std::size_t beat = first - from; beat < past - from; ++beat) {
            findT(readers[lead], places, lead, beat, found[lead][beat]);
        }
    }
    std::vector<std::vector<BeatWaves>> out(stretch.leads.size(), std::vector<BeatWaves>(past - first));
    for (std::size_t beat = first; beat < past; ++beat) {
        const double p_of_all = meanOver(found, stretch, beat - from, &BeatFound::p);
        const double t_of_all = meanOver(found, stretch, beat - from, &BeatFound::t);
        for (std::size_t lead = 0; lead < out.size(); ++lead) {
            const LeadReader& reader = readers[lead];
            const double instant = reader.instantOf(beats_s[beat]);
            const BeatFound& here = found[lead][beat - from];
            const bool is_unreadable = stretch.leads[lead].silent || reader.isMissing(instant) ||
                                       reader.isStill(instant) || here.qrs.score < kQrsBelow ||
                                       !here.qrs.marks[1].found();
            if (is_unreadable) continue;
            BeatWaves& waves = out[lead][beat - first];
            waves.qrs = waveOf(reader, here.qrs, here.qrs.score, rates_hz[lead]);
            const auto readWave = [&](const Found& wave, double of_all) -> std::optional<Wave> {
                const double believed = (wave.score + of_all) / 2;
                const double score = wave.is_doubted ? std::min(believed, kDoubted) : believed;
                if (!wave.marks[1].found() || score < kNothingBelow || reader.isMissing(wave.marks[1].at)) {
                    return std::nullopt;
                }
                return waveOf(reader, wave, score, rates_hz[lead]);
            };
            waves.p = readWave(here.p, p_of_all);
            waves.t = readWave(here.t, t_of_all);
        }
    }
    return out;
}

}  // namespace triptych::waves
