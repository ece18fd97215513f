#include "core/rhythm/window_features.h"

#include "core/beats/median.h"
#include "core/rhythm/atrial_band.h"
#include "core/rhythm/rr_disorder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace triptych::rhythm {
namespace {

constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
constexpr double kEarlyPart = 0.85, kLatePart = 1.05;
constexpr std::size_t kFewestIntervals = 4;
constexpr double kNothing = 1e-4;

constexpr std::array<std::string_view, kWindowFeatures> kNames = {"intervals",
                                                                  "mean RR",
                                                                  "shortest RR",
                                                                  "longest RR",
                                                                  "RR variation",
                                                                  "RR change",
                                                                  "median RR change",
                                                                  "large changes",
                                                                  "small changes",
                                                                  "sample entropy",
                                                                  "changes at origin",
                                                                  "change cells",
                                                                  "premature changes",
                                                                  "AFEv",
                                                                  "SD1 / SD2",
                                                                  "change against",
                                                                  "every other RR",
                                                                  "every third RR",
                                                                  "usual RR",
                                                                  "variation without early",
                                                                  "early",
                                                                  "early then late",
                                                                  "turning points",
                                                                  "RR quartiles",
                                                                  "rate trend",
                                                                  "P certainty",
                                                                  "P there",
                                                                  "P surest",
                                                                  "PR median",
                                                                  "PR spread",
                                                                  "T certainty",
                                                                  "QRS there",
                                                                  "QRS width",
                                                                  "QRS width spread",
                                                                  "P disorder",
                                                                  "P size",
                                                                  "P energy",
                                                                  "f wave size",
                                                                  "slow size",
                                                                  "fast size",
                                                                  "f wave peak",
                                                                  "f wave concentration",
                                                                  "f wave disorder",
                                                                  "QRS alike",
                                                                  "QRS unlike few",
                                                                  "QRS size spread",
                                                                  "T alike",
                                                                  "QRS size",
                                                                  "noise",
                                                                  "noisiest",
                                                                  "bad seconds",
                                                                  "calmest",
                                                                  "wildest",
                                                                  "two heaps",
                                                                  "P least",
                                                                  "P most",
                                                                  "length"};

double quantile(std::vector<double>& values, double fraction) {
    return beats::quantileInPlace(std::span(values), fraction);
}

void set(WindowFeatures& out, WindowFeature feature, double value) {
    out[feature] = static_cast<float>(value);
}

double meanOf(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return values.empty() ? 0 : sum / static_cast<double>(values.size());
}

// The beats of a window: first and past as indices into the list.
struct Window {
    const RhythmView& view;
    double from_s, to_s;
    std::size_t first, past;
    std::vector<double> rr_s;          // intervals without holes
    std::vector<std::size_t> ends_at;  // beat that each ends at
    double median_s = 0;
};

Window windowOf(const RhythmView& view, double from_s, double to_s) {
    Window out{view, from_s, to_s, view.firstFrom(from_s), view.firstFrom(to_s), {}, {}, 0};
    for (std::size_t i = out.first + 1; i < out.past; ++i) {
        if (const auto rr = beats::rrInterval_s(view.time_s(i - 1), view.time_s(i), view.gaps)) {
            out.rr_s.push_back(*rr);
            out.ends_at.push_back(i);
        }
    }
    std::vector<double> sorted = out.rr_s;
    out.median_s = beats::medianInPlace(std::span(sorted));
    return out;
}

double variation(std::span<const double> values) {
    if (values.size() < 2) return 0;
    double mean = 0, squares = 0;
    for (const double value : values) mean += value / static_cast<double>(values.size());
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / static_cast<double>(values.size() - 1)) / mean;
}

// The smallest and largest of what `of` says of each run of eight values.
template <class Of>
std::pair<double, double> extremesOfRuns(std::span<const double> values, const Of& of) {
    constexpr std::size_t kRun = 8;
    double least = 0, most = 0;
    for (std::size_t i = 0; i == 0 || i + kRun <= values.size(); ++i) {
        const auto run = values.subspan(i, std::min(kRun, values.size() - i));
        const double value = of(std::vector<double>(run.begin(), run.end()));
        least = i == 0 ? value : std::min(least, value);
        most = i == 0 ? value : std::max(most, value);
    }
    return {least, most};
}

void describeIntervals(const Window& window, WindowFeatures& out) {
    const std::vector<double>& rr = window.rr_s;
    set(out, kBeats, static_cast<double>(rr.size()));
    if (rr.size() < kFewestIntervals) return;
    const auto n = static_cast<double>(rr.size());
    const double median = window.median_s;
    double mean = 0;
    for (const double value : rr) mean += value / n;
    set(out, kMeanRr, mean);
    const auto [low, high] = std::minmax_element(rr.begin(), rr.end());
    set(out, kShortestRr, *low / median);
    set(out, kLongestRr, *high / median);
    set(out, kRrVariation, variation(rr));
    std::vector<double> changes, sizes;
    double squares = 0, large = 0, small = 0;
    for (std::size_t i = 1; i < rr.size(); ++i) {
        const double change = rr[i] - rr[i - 1];
        changes.push_back(change);
        sizes.push_back(std::abs(change));
        squares += change * change;
        large += std::abs(change) > 0.05 ? 1 : 0;
        small += std::abs(change) < 0.04 * mean ? 1 : 0;
    }
    set(out, kRrChange, std::sqrt(squares / (n - 1)) / mean);
    set(out, kMedianChange, beats::medianInPlace(std::span(sizes)) / mean);
    set(out, kLargeChanges, large / (n - 1));
    set(out, kSmallChanges, small / (n - 1));
    set(out, kSampleEntropy, coefficientOfSampleEntropy(rr));
    const ChangePlot plot = changePlot(rr);
    set(out, kChangesAtOrigin, plot.at_origin);
    set(out, kChangeCells, plot.cells);
    set(out, kPrematureChanges, plot.premature);
    set(out, kChangeEvidence, plot.evidence);
    const auto [calmest, wildest] = extremesOfRuns(changes, [](std::vector<double> run) {
        for (double& change : run) change = std::abs(change);
        return beats::medianInPlace(std::span(run));
    });
    set(out, kCalmest, calmest / mean);
    set(out, kWildest, wildest / mean);
    std::vector<double> ascending = rr;
    std::ranges::sort(ascending);
    double widest = 0;
    for (std::size_t i = ascending.size() / 8 + 1; i + ascending.size() / 8 < ascending.size(); ++i) {
        widest = std::max(widest, ascending[i] - ascending[i - 1]);
    }
    set(out, kTwoHeaps, widest / std::max(ascending.back() - ascending.front(), 1e-3));
    double across = 0, along = 0;
    for (std::size_t i = 1; i < rr.size(); ++i) {
        across += (rr[i] - rr[i - 1]) * (rr[i] - rr[i - 1]) / 2;
        along += (rr[i] + rr[i - 1] - 2 * mean) * (rr[i] + rr[i - 1] - 2 * mean) / 2;
    }
    set(out, kShortOverLong, std::sqrt(across / std::max(along, 1e-9)));
    set(out, kChangeAgainst, autocorrelation(changes, 1));
    set(out, kEveryOther, autocorrelation(rr, 2));
    set(out, kEveryThird, autocorrelation(rr, 3));
    double usual = 0, early = 0, then_late = 0;
    std::vector<double> left;
    for (std::size_t i = 0; i < rr.size(); ++i) {
        usual += std::abs(rr[i] - median) < 0.1 * median ? 1 : 0;
        const bool is_early = rr[i] < kEarlyPart * median;
        const bool follows_early = i > 0 && rr[i - 1] < kEarlyPart * median;
        early += is_early ? 1 : 0;
        then_late += follows_early && rr[i] > kLatePart * median ? 1 : 0;
        if (!is_early && !follows_early) left.push_back(rr[i]);
    }
    set(out, kUsualRr, usual / n);
    set(out, kLeftVariation, left.size() >= 3 ? variation(left) : variation(rr));
    set(out, kEarly, early / n);
    set(out, kEarlyThenLate, early > 0 ? then_late / early : 0);
    set(out, kTurns, turningPoints(rr));
    std::vector<double> sorted = rr;
    const double upper = quantile(sorted, 0.75), lower = quantile(sorted, 0.25);
    set(out, kRrQuartiles, (upper - lower) / median);
    const std::size_t third = rr.size() / 3;
    double begin = 0, end = 0;
    for (std::size_t i = 0; i < third; ++i) {
        begin += rr[i];
        end += rr[rr.size() - 1 - i];
    }
    set(out, kRateTrend, begin > 0 ? end / begin : 1);
}

void describeWaves(const Window& window, WindowFeatures& out) {
    const LeadWaves* waves = window.view.waves;
    if (waves == nullptr) return;
    std::vector<double> p_sure, pr_s, t_sure, widths;
    double seen = 0, with_qrs = 0, with_p = 0;
    std::size_t interval = 0;
    for (std::size_t i = window.first; i < window.past && i < waves->beats.size(); ++i) {
        if (i < window.view.waves_known.size() && window.view.waves_known[i] == 0) continue;
        seen += 1;
        const BeatWaves& beat = waves->beats[i];
        if (!beat.qrs) continue;
        with_qrs += 1;
        while (interval < window.ends_at.size() && window.ends_at[interval] < i) ++interval;
        const bool early = interval < window.ends_at.size() && window.ends_at[interval] == i &&
                           window.rr_s[interval] < kEarlyPart * window.median_s;
        if (!early) {
            p_sure.push_back(beat.p ? static_cast<double>(beat.p->sure) : 0);
            with_p += beat.p && beat.p->certain() ? 1 : 0;
            if (beat.p && beat.p->certain() && beat.p->peak) {
                pr_s.push_back(window.view.time_s(i) - beat.p->peak->sample / waves->rate_hz);
            }
        }
        t_sure.push_back(beat.t ? static_cast<double>(beat.t->sure) : 0);
        if (beat.qrs->onset && beat.qrs->offset) {
            widths.push_back((beat.qrs->offset->sample - beat.qrs->onset->sample) / waves->rate_hz);
        }
    }
    if (seen < 2) return;
    set(out, kQrsThere, with_qrs / seen);
    if (p_sure.empty()) return;
    double sum = 0;
    for (const double value : p_sure) sum += value;
    set(out, kPSure, sum / static_cast<double>(p_sure.size()));
    const auto [least, most] = extremesOfRuns(p_sure, [](const std::vector<double>& run) { return meanOf(run); });
    set(out, kPLeast, least);
    set(out, kPMost, most);
    set(out, kPThere, with_p / static_cast<double>(p_sure.size()));
    set(out, kPSurest, quantile(p_sure, 0.75));
    if (pr_s.size() > 2) {
        set(out, kPrMedian, quantile(pr_s, 0.5));
        set(out, kPrSpread, quantile(pr_s, 0.75) - quantile(pr_s, 0.25));
    }
    sum = 0;
    for (const double value : t_sure) sum += value;
    set(out, kTSure, sum / static_cast<double>(t_sure.size()));
    if (widths.size() > 2) {
        set(out, kQrsWidth, quantile(widths, 0.5));
        set(out, kQrsWidthSpread, quantile(widths, 0.75) - quantile(widths, 0.25));
    }
}

// Stretches of the samples around beats, each less its mean, or its line.
struct Stretches {
    std::size_t length = 0;
    std::vector<std::vector<float>> rows;
};

Stretches cut(std::span<const float> samples, std::span<const std::ptrdiff_t> beats, std::ptrdiff_t from,
              std::ptrdiff_t to, bool less_line) {
    Stretches out;
    out.length = static_cast<std::size_t>(to - from);
    const auto n = static_cast<float>(out.length);
    const float middle = (n - 1) / 2, spread = n * (n * n - 1) / 12;
    for (const std::ptrdiff_t at : beats) {
        if (at + from < 0 || at + to > static_cast<std::ptrdiff_t>(samples.size())) continue;
        std::vector<float> row(samples.begin() + at + from, samples.begin() + at + to);
        float mean = 0, slope = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            mean += row[i] / n;
            slope += row[i] * (static_cast<float>(i) - middle) / spread;
        }
        for (std::size_t i = 0; i < row.size(); ++i) {
            row[i] -= mean + (less_line ? slope * (static_cast<float>(i) - middle) : 0);
        }
        out.rows.push_back(std::move(row));
    }
    return out;
}

// Correlations of each with the median of all.
std::vector<double> likeMedian(const Stretches& stretches) {
    std::vector<float> middle(stretches.length), column(stretches.rows.size());
    for (std::size_t k = 0; k < stretches.length; ++k) {
        for (std::size_t i = 0; i < column.size(); ++i) column[i] = stretches.rows[i][k];
        middle[k] = beats::medianInPlace(std::span(column));
    }
    std::vector<double> out;
    for (const auto& row : stretches.rows) {
        double shared = 0, own = 0, of_middle = 0;
        for (std::size_t k = 0; k < row.size(); ++k) {
            shared += double{row[k]} * double{middle[k]};
            own += double{row[k]} * double{row[k]};
            of_middle += double{middle[k]} * double{middle[k]};
        }
        out.push_back(own * of_middle > 0 ? shared / std::sqrt(own * of_middle) : 0);
    }
    return out;
}

// What the stretches before the beats have in common (as beats/p_waves.h, within this window alone).
void describeP(const Stretches& before, double qrs_size, WindowFeatures& out) {
    std::vector<std::pair<double, std::size_t>> energies;
    for (std::size_t i = 0; i < before.rows.size(); ++i) {
        double energy = 0;
        for (const float value : before.rows[i]) energy += double{value} * double{value};
        energies.emplace_back(energy, i);
    }
    std::ranges::sort(energies);
    energies.resize(std::max<std::size_t>(4, energies.size() * 4 / 5));
    const auto n = static_cast<double>(energies.size());
    std::vector<double> mean(before.length);
    double average = 0, of_mean = 0;
    for (const auto& [energy, i] : energies) {
        average += energy / n;
        for (std::size_t k = 0; k < before.length; ++k) mean[k] += double{before.rows[i][k]} / n;
    }
    for (const double value : mean) of_mean += value * value;
    const double length = static_cast<double>(before.length) * qrs_size * qrs_size;
    const double order = (of_mean - average / n) / (average + 1e-6 * length) * n / (n - 1);
    set(out, kPDisorder, 1 - order);
    set(out, kPSize, std::log(std::sqrt(of_mean / length) + kNothing));
    set(out, kPEnergy, std::log(std::sqrt(average / length) + kNothing));
}

void describeSignal(const Window& window, WindowFeatures& out) {
    const auto clampedAt = [&](double time_s) {
        return std::min(window.view.samples.size(),
                        static_cast<std::size_t>(std::max(0.0, std::round(time_s * kView_hz))));
    };
    const std::size_t first = clampedAt(window.from_s), past = clampedAt(window.to_s);
    if (past < first + static_cast<std::size_t>(2 * kView_hz)) return;
    const auto samples = window.view.samples.subspan(first, past - first);
    std::vector<std::ptrdiff_t> marks;
    for (std::size_t i = window.first; i < window.past; ++i) {
        marks.push_back(static_cast<std::ptrdiff_t>(std::llround(window.view.time_s(i) * kView_hz)) -
                        static_cast<std::ptrdiff_t>(first));
    }
    const Stretches qrs = cut(samples, marks, -8, 10, false);
    if (qrs.rows.size() < kFewestIntervals) return;
    std::vector<double> sizes;
    for (const auto& row : qrs.rows) {
        const auto [low, high] = std::minmax_element(row.begin(), row.end());
        sizes.push_back(double{*high - *low});
    }
    std::vector<double> alike = likeMedian(qrs);
    set(out, kQrsAlike, meanOf(alike));
    set(out, kQrsUnlikeFew, quantile(alike, 0.1));
    const double size = quantile(sizes, 0.5);
    if (!(size > 0)) return;
    set(out, kQrsSizeSpread, (quantile(sizes, 0.75) - quantile(sizes, 0.25)) / size);
    set(out, kQrsSize, std::log(size));
    const Stretches t = cut(samples, marks, 12, 50, false);
    if (t.rows.size() >= kFewestIntervals) set(out, kTAlike, meanOf(likeMedian(t)));
    const Stretches before = cut(samples, marks, -36, -8, true);
    if (before.rows.size() >= kFewestIntervals) describeP(before, size, out);
    const AtrialBand band = atrialBand(samples, marks);
    set(out, kFWaveSize, std::log(band.size + kNothing));
    set(out, kSlowSize, std::log(band.below + kNothing));
    set(out, kFastSize, std::log(band.above + kNothing));
    set(out, kFWavePeak, band.peak_hz);
    set(out, kFWaveConcentration, band.concentration);
    set(out, kFWaveDisorder, band.disorder);
}

void describeNoise(const Window& window, WindowFeatures& out) {
    const beats::QualityTrack* track = window.view.quality;
    if (track == nullptr || track->quality.empty()) return;
    std::vector<double> noise;
    double bad = 0;
    const auto last = static_cast<double>(track->quality.size() - 1);
    const auto first = static_cast<std::size_t>(std::clamp(window.from_s / track->step_s, 0.0, last));
    const auto past = static_cast<std::size_t>(std::clamp(std::ceil(window.to_s / track->step_s), 1.0, last + 1));
    for (std::size_t s = first; s < past; ++s) {
        noise.push_back(double{track->noise[s]});
        bad += track->quality[s] != beats::Quality::good ? 1 : 0;
    }
    if (noise.empty()) return;
    set(out, kNoise, meanOf(noise));
    set(out, kBadSeconds, bad / static_cast<double>(noise.size()));
    set(out, kNoisiest, quantile(noise, 0.9));
}

}  // namespace

std::string_view nameOf(WindowFeature feature) {
    return kNames[feature];
}

WindowFeatures windowFeatures(const RhythmView& view, double from_s, double to_s) {
    WindowFeatures out;
    out.fill(kNone);
    const Window window = windowOf(view, from_s, to_s);
    describeIntervals(window, out);
    describeWaves(window, out);
    describeSignal(window, out);
    describeNoise(window, out);
    set(out, kLength, to_s - from_s);
    return out;
}

}  // namespace triptych::rhythm
