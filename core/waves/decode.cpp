#include "core/waves/decode.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace triptych::waves {
namespace {

constexpr double kFarAway_s = 1e9;
// A bell that is wholly believed: the sum of its instants.
constexpr double kWholeBell = kBell_s * kAnswer_hz * 2.5066282746310002;  // √2π
// Scores at which a wave is as likely there as not, and below which nothing is said; chosen in cross-validation.
constexpr double kEven = 0.30;
constexpr double kNothingBelow = 0.15;
constexpr double kQrsBelow = 0.15;
constexpr float kStill = 0.01F;  // of a QRS: a lead that moves less around a beat has come off

struct Reach {
    Channel channel;
    int half;  // instants to either side of the likeliest one over which a mark's place is averaged
};
constexpr Reach kMarkOf[3][3] = {{{kPOn, 6}, {kPPeak, 8}, {kPOff, 6}},
                                 {{kQrsOn, 6}, {kQrsPeak, 6}, {kQrsOff, 8}},
                                 {{kTOn, 14}, {kTPeak, 14}, {kTOff, 12}}};

struct Mark {
    double at = std::numeric_limits<double>::quiet_NaN();  // instants from the stretch's first
    double mass = 0;                                       // how much of one mark is there, 0..1
    [[nodiscard]] bool found() const { return mass > 0; }
};

struct Found {
    std::array<Mark, 3> marks;
    double score = 0;
};

class LeadReader {
public:
    LeadReader(const LeadStretch& lead, double from_s) : lead_(lead), from_s_(from_s + lead.shift_s) {}

    [[nodiscard]] double instantOf(double time_s) const { return (time_s - from_s_) * kAnswer_hz; }
    [[nodiscard]] double timeOf(double instant) const { return from_s_ + instant / kAnswer_hz; }

    // The likeliest place in [low, high] of instants.
    [[nodiscard]] Mark likeliest(const Reach& mark, double low, double high) const {
        const auto instants = static_cast<std::ptrdiff_t>(lead_.answers.size() / kChannels);
        const auto first = std::max<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(std::ceil(low)), 0);
        const auto past = std::min(static_cast<std::ptrdiff_t>(std::floor(high)) + 1, instants);
        if (past <= first) return {};
        std::ptrdiff_t best = first;
        double most = -1;
        for (std::ptrdiff_t i = first; i < past; ++i) {
            const double before = i > first ? at(i - 1, mark.channel) : 0;
            const double behind = i + 1 < past ? at(i + 1, mark.channel) : 0;
            const double value = 0.25 * before + 0.5 * at(i, mark.channel) + 0.25 * behind;
            if (value > most) {
                most = value;
                best = i;
            }
        }
        double sum = 0;
        double moment = 0;
        for (std::ptrdiff_t i = std::max(best - mark.half, first); i < std::min(best + mark.half + 1, past); ++i) {
            sum += at(i, mark.channel);
            moment += at(i, mark.channel) * static_cast<double>(i);
        }
        if (sum < 1e-6) return {};
        return {moment / sum, std::min(sum / kWholeBell, 1.0)};
    }

    // Mean probability of lying in a wave, `half` instants to either side.
    [[nodiscard]] double lies(Channel wave, double instant, int half) const {
        const auto middle = static_cast<std::ptrdiff_t>(std::lround(instant));
        const auto instants = static_cast<std::ptrdiff_t>(lead_.answers.size() / kChannels);
        double sum = 0;
        for (std::ptrdiff_t i = middle - half; i <= middle + half; ++i) {
            if (i >= 0 && i < instants) sum += at(i, wave);
        }
        return sum / (2 * half + 1);
    }

    [[nodiscard]] bool isMissing(double instant) const {
        const double tenth = std::floor(instant / kAnswer_hz * 10);
        return tenth < 0 || tenth >= static_cast<double>(lead_.missing.size()) ||
               lead_.missing[static_cast<std::size_t>(tenth)];
    }

    // Does the lead rest around an instant?
    [[nodiscard]] bool isStill(double instant) const {
        const double middle = instant / kAnswer_hz * kNetwork_hz;
        const auto size = static_cast<double>(lead_.signal.size());
        const auto first = static_cast<std::size_t>(std::clamp(middle - 50, 0.0, size));
        const auto past = static_cast<std::size_t>(std::clamp(middle + 50, 0.0, size));
        if (past <= first) return true;
        const auto [low, high] = std::ranges::minmax(std::span(lead_.signal).subspan(first, past - first));
        return high - low < kStill;
    }

private:
    [[nodiscard]] double at(std::ptrdiff_t instant, Channel channel) const {
        return static_cast<double>(lead_.answers[static_cast<std::size_t>(instant) * kChannels + channel]);
    }

    const LeadStretch& lead_;
    double from_s_;
};

constexpr double instants(double seconds) {
    return seconds * kAnswer_hz;
}

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

// Between two limits; the marks beside the peak may lie beyond them by a little.
Found findWave(const LeadReader& lead, std::size_t kind, double low, double high, double widest, double before,
               double behind, int half) {
    Found wave;
    const auto& of = kMarkOf[kind];
    wave.marks[1] = lead.likeliest(of[1], low, high);
    if (!wave.marks[1].found()) return wave;
    const double peak = wave.marks[1].at;
    wave.marks[0] = lead.likeliest(of[0], std::max(low - before, peak - widest), peak);
    wave.marks[2] = lead.likeliest(of[2], peak, std::min(high + behind, peak + widest));
    const auto channel = static_cast<Channel>(kIsP + kind);
    wave.score =
        (wave.marks[0].mass + wave.marks[1].mass + wave.marks[2].mass) / 6 + lead.lies(channel, peak, half) / 2;
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
    of.p = findWave(lead, 0, earliest, onset - 1, instants(0.12), 6, 0, 2);
    const double onset_behind =
        i + 1 < found.size() ? orElse(found[i + 1].qrs.marks[0], here.behind - 6) : here.behind - 6;
    of.t = findWave(lead, 2, end + 2, std::min(onset_behind - 2, here.beat + instants(0.7)), instants(0.25), 4, 2, 3);
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
    // The neighbours' QRS complexes are looked for, too: they bound P and T.
    const std::size_t from = first > 0 ? first - 1 : 0;
    const std::size_t to = std::min(past + 1, beats_s.size());
    std::vector<LeadReader> readers;
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
        for (std::size_t i = first - from; i < past - from; ++i) findAround(reader, here, i, beats, here[i]);
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
                const double score = (wave.score + of_all) / 2;
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
