#include "core/waves/t_place.h"

namespace triptych::waves {
namespace {

constexpr std::size_t kPlaces = 96;   // instants behind the beat that are looked at: 0.77 s
constexpr std::size_t kAround = 12;   // beats to either side that are asked
constexpr std::ptrdiff_t kLeads = 4;  // instants by which leads may differ in the place of T
constexpr double kAlike = 0.85;       // correlation of two beats of one shape
// Beats of one shape that can be said to disagree: in the ten of a short record the mean of what is believed errs less
// (cross-validated on LUDB) than the place that wins.
constexpr std::size_t kFewest = 16;
constexpr double kDisagree = 0.12;  // of what the beats around believe lies elsewhere
constexpr double kElsewhere = 7;    // instants from the likeliest place
constexpr double kSought = 6;       // instants around the likeliest place, where they disagree
constexpr double kUnlikely = 0.1;   // what the other leads say where they say nothing
constexpr double kSamples = kNetwork_hz / kAnswer_hz;
constexpr std::size_t kShapeHalf = 18;  // samples to either side of the beat: 72 ms
constexpr std::size_t kShift = 4;       // ... by which two shapes may lie beside each other

// The mean over `half` to either side.
std::vector<double> blurred(const std::vector<double>& values, std::ptrdiff_t half) {
    std::vector<double> out(values.size(), 0);
    const auto size = static_cast<std::ptrdiff_t>(values.size());
    for (std::ptrdiff_t i = 0; i < size; ++i) {
        double sum = 0;
        for (std::ptrdiff_t k = std::max<std::ptrdiff_t>(i - half, 0); k < std::min(i + half + 1, size); ++k) {
            sum += values[static_cast<std::size_t>(k)];
        }
        out[static_cast<std::size_t>(i)] = sum / static_cast<double>(2 * half + 1);
    }
    return out;
}

void add(std::vector<double>& to, const std::vector<double>& values, double times) {
    for (std::size_t i = 0; i < to.size(); ++i) to[i] += times * values[i];
}

// The lead around a beat, less its mean and of length 1; zeros at the edges of the signal.
std::vector<double> shapeAround(std::span<const float> signal, double instant) {
    std::vector<double> out(2 * kShapeHalf + 1, 0);
    const double middle = std::round(instant * kSamples);
    if (!(middle >= kShapeHalf) || !(middle + kShapeHalf < static_cast<double>(signal.size()))) return out;
    const std::size_t first = static_cast<std::size_t>(middle) - kShapeHalf;
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<double>(signal[first + i]);
        mean += out[i] / static_cast<double>(out.size());
    }
    for (double& value : out) value -= mean, square += value * value;
    for (double& value : out) value /= std::sqrt(std::max(square, 1e-12));
    return out;
}

double likeness(const std::vector<double>& one, const std::vector<double>& other) {
    double best = 0;
    for (std::size_t shift = 0; shift <= 2 * kShift; ++shift) {
        double product = 0;
        for (std::size_t i = kShift; i + kShift < one.size(); ++i) product += one[i] * other[i + shift - kShift];
        best = std::max(best, product);
    }
    return best;
}

// Of each beat the beats around that are of its shape; itself first.
std::vector<std::vector<std::size_t>> alikeOn(const LeadReader& lead, const std::vector<TWindow>& beats) {
    std::vector<std::vector<double>> shapes;
    for (const TWindow& beat : beats) shapes.push_back(shapeAround(lead.signal(), beat.beat));
    std::vector<std::vector<std::size_t>> out(beats.size());
    for (std::size_t beat = 0; beat < beats.size(); ++beat) {
        out[beat].push_back(beat);
        // At the edges as many, farther to one side.
        const std::size_t most = std::min(2 * kAround + 1, beats.size());
        const std::size_t first = std::min(beat > kAround ? beat - kAround : 0, beats.size() - most);
        for (std::size_t other = first; other < first + most; ++other) {
            if (other != beat && likeness(shapes[beat], shapes[other]) >= kAlike) out[beat].push_back(other);
        }
    }
    return out;
}

}  // namespace

TPlaces::TPlaces(std::span<const LeadReader> readers, const std::vector<std::vector<TWindow>>& windows,
                 const Stretch& stretch)
    : windows_(windows) {
    for (std::size_t lead = 0; lead < readers.size(); ++lead) alike_.push_back(alikeOn(readers[lead], windows[lead]));
    peaks_ = beliefs(readers, kTPeak, stretch);
    ends_ = beliefs(readers, kTOff, stretch);
}

TPlaces::Beliefs TPlaces::beliefs(std::span<const LeadReader> readers, Channel channel, const Stretch& stretch) const {
    const std::size_t leads = readers.size();
    const std::size_t beats = windows_.empty() ? 0 : windows_.front().size();
    const OfBeats nothing(beats, std::vector<double>(kPlaces, 0));
    Beliefs out{std::vector(leads, nothing), nothing};
    double heard = 0;
    for (const LeadStretch& lead : stretch.leads) heard += lead.silent ? 0 : 1;
    for (std::size_t lead = 0; lead < leads; ++lead) {
        if (stretch.leads[lead].silent) continue;
        OfBeats own = nothing;
        for (std::size_t beat = 0; beat < beats; ++beat) {
            const TWindow& window = windows_[lead][beat];
            for (std::size_t place = 0; place < kPlaces; ++place) {
                const double instant = window.beat + static_cast<double>(place);
                if (instant < window.low || instant > window.high + 2) continue;
                own[beat][place] = readers[lead].belief(channel, instant);
            }
        }
        for (std::size_t beat = 0; beat < beats; ++beat) {
            const auto& alike = alike_[lead][beat];
            std::vector<double>& of_lead = out.of_lead[lead][beat];
            for (const std::size_t other : alike) add(of_lead, own[other], 1 / static_cast<double>(alike.size()));
            of_lead = blurred(of_lead, 1);
            add(out.of_all[beat], of_lead, 1 / heard);
        }
    }
    for (auto& of_beat : out.of_all) of_beat = blurred(of_beat, kLeads);
    return out;
}

Limits TPlaces::within(const Beliefs& beliefs, std::size_t lead, std::size_t beat, const Limits& limits) const {
    if (alike_[lead][beat].size() < kFewest) return limits;
    const double origin = windows_[lead][beat].beat;
    const std::vector<double>& of_lead = beliefs.of_lead[lead][beat];
    const std::vector<double>& of_all = beliefs.of_all[beat];
    const double hint = kUnlikely * *std::max_element(of_all.begin(), of_all.end());
    const auto isWithin = [&](std::size_t place) {
        const double instant = origin + static_cast<double>(place);
        return instant >= limits.from && instant <= limits.to;
    };
    double all = 0, most = -1, best = -1;
    for (std::size_t place = 0; place < kPlaces; ++place) {
        if (!isWithin(place)) continue;
        all += of_lead[place];
        const double value = of_lead[place] * (of_all[place] + hint);
        if (value > most) most = value, best = static_cast<double>(place);
    }
    double elsewhere = 0;
    for (std::size_t place = 0; place < kPlaces; ++place) {
        if (isWithin(place) && std::abs(static_cast<double>(place) - best) > kElsewhere) elsewhere += of_lead[place];
    }
    if (!(elsewhere > kDisagree * all)) return limits;
    return {std::max(limits.from, origin + best - kSought), std::min(limits.to, origin + best + kSought)};
}

}  // namespace triptych::waves
