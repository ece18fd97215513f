#include "core/rhythm/atrial.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>

namespace triptych::rhythm {
namespace {

// Flutter: a saw between beats that follow whole numbers of its teeth, and no P wave that leads them.
constexpr double kSawConcentration = 0.4, kSawFrom_hz = 4.2, kSawTo_hz = 6.2, kSawSize = 0.04;
constexpr double kSomeFlutter = 0.3;  // of the windows that cover ten seconds: one of three
constexpr double kNoLeadingP = 0.4, kWholeTeeth = 0.75, kToothTolerance = 0.12;
constexpr double kEdge_s = 15, kWildChange = 0.05;
constexpr double kLongPart = 1.5, kSlowInterval_s = 1.15;
constexpr std::ptrdiff_t kNearCells = 30;  // whose judgement a cell takes that has none: five minutes

std::pair<std::size_t, std::size_t> beatsIn(const RhythmView& view, double from_s, double to_s) {
    return {view.firstFrom(from_s), view.firstFrom(to_s)};
}

std::vector<double> intervalsIn(const RhythmView& view, double from_s, double to_s) {
    std::vector<double> out;
    const auto [first, past] = beatsIn(view, from_s, to_s);
    for (std::size_t i = first + 1; i < past; ++i) {
        if (const auto rr = beats::rrInterval_s(view.time_s(i - 1), view.time_s(i), view.gaps)) out.push_back(*rr);
    }
    return out;
}

// The share of intervals that are whole numbers of teeth, for the tooth near `hz` that fits best.
double wholeTeeth(const std::vector<double>& rr_s, double hz) {
    double best = 0;
    for (double tooth_s = 0.94 / hz; tooth_s <= 1.06 / hz; tooth_s += 0.002) {
        double fits = 0;
        for (const double rr : rr_s) {
            const double teeth = rr / tooth_s;
            fits += std::abs(teeth - std::round(teeth)) <= kToothTolerance ? 1 : 0;
        }
        best = std::max(best, rr_s.empty() ? 0 : fits / static_cast<double>(rr_s.size()));
    }
    return best;
}

struct Cell {
    double af = 0, judged = 0;
    double entropy = 0, p = 0, change = 0;
    double flutter = 0, saw = 0, hz = 0, teeth = 0;
};

// How far the steps are that the recording is told in: a strip is one.
std::vector<Cell> cellsOf(const RhythmView& view, const std::vector<AtrialWindow>& windows, double step_s) {
    std::vector<Cell> cells(static_cast<std::size_t>(std::ceil(view.duration_s / step_s - 1e-9)));
    for (const AtrialWindow& window : windows) {
        if (!window.judged) continue;
        const auto figure = [&](WindowFeature f) {
            const auto value = static_cast<double>(window.figures[f]);
            return std::isfinite(value) ? value : 0;
        };
        const bool strip = windows.size() == 1;
        const bool changes = strip || (figure(kMedianChange) >= kLeastChange && figure(kCalmest) >= kLeastCalm);
        const double saw = figure(kFWaveConcentration), hz = figure(kFWavePeak), p = figure(kPSure);
        double teeth = 0;
        if (saw >= kSawConcentration && hz >= kSawFrom_hz && hz <= kSawTo_hz &&
            std::exp(figure(kFWaveSize)) >= kSawSize && p < kNoLeadingP) {
            teeth = wholeTeeth(intervalsIn(view, window.span.from_s, window.span.to_s), hz);
        }
        const auto first = static_cast<std::size_t>(window.span.from_s / step_s + 0.5);
        const auto past = std::min(cells.size(), static_cast<std::size_t>(std::ceil(window.span.to_s / step_s - 1e-9)));
        for (std::size_t c = first; c < past; ++c) {
            Cell& cell = cells[c];
            cell.judged += 1;
            cell.af += changes ? window.probability[kStripAf] : 0;
            cell.entropy += figure(kSampleEntropy);
            cell.change += figure(kMedianChange);
            cell.p += p;
            cell.flutter += teeth >= kWholeTeeth ? 1 : 0;
            cell.saw += saw;
            cell.hz += hz;
            cell.teeth += teeth;
        }
    }
    for (Cell& cell : cells) {
        if (cell.judged == 0) continue;
        for (double* figure :
             {&cell.af, &cell.entropy, &cell.change, &cell.p, &cell.flutter, &cell.saw, &cell.hz, &cell.teeth}) {
            *figure /= cell.judged;
        }
    }
    return cells;
}

// A cell that nobody judged, because a day has more of them than there is time for, is as its neighbours are.
void fillUnjudged(const RhythmView& view, std::vector<Cell>& cells, double step_s) {
    const auto n = static_cast<std::ptrdiff_t>(cells.size());
    std::vector<Cell> filled = cells;
    for (std::ptrdiff_t i = 0; i < n; ++i) {
        const double from_s = static_cast<double>(i) * step_s;
        if (cells[static_cast<std::size_t>(i)].judged > 0 || !wantsWaves(view, from_s - 10, from_s + step_s + 10)) {
            continue;
        }
        for (std::ptrdiff_t away = 1; away <= kNearCells; ++away) {
            const bool before = i - away >= 0 && cells[static_cast<std::size_t>(i - away)].judged > 0;
            const bool behind = i + away < n && cells[static_cast<std::size_t>(i + away)].judged > 0;
            if (!before && !behind) continue;
            filled[static_cast<std::size_t>(i)] = cells[static_cast<std::size_t>(before ? i - away : i + away)];
            break;
        }
    }
    cells = std::move(filled);
}

// How much the five intervals around the one that ends at a beat change, by median, as part of their mean.
double changeAround(const RhythmView& view, std::size_t beat) {
    std::vector<double> changes;
    for (std::size_t i = beat > 2 ? beat - 2 : 0; i < std::min(view.size(), beat + 3); ++i) {
        if (i < 2) continue;
        const auto now = beats::rrInterval_s(view.time_s(i - 1), view.time_s(i), view.gaps);
        const auto before = beats::rrInterval_s(view.time_s(i - 2), view.time_s(i - 1), view.gaps);
        if (now && before) changes.push_back(std::abs(*now - *before) / ((*now + *before) / 2));
    }
    return beats::medianInPlace(std::span(changes));
}

// Ten seconds are a coarse step: an edge moves outwards over beats whose intervals have no order either, inwards over
// those whose intervals have one, by kEdge_s at most.
Span toTheBeat(const RhythmView& view, Span span) {
    const auto [first, past] = beatsIn(view, span.from_s, span.to_s);
    if (past < first + 8) return span;
    const auto wild = [&](std::size_t beat) { return changeAround(view, beat) >= kWildChange; };
    std::size_t from = first, to = past - 1;
    if (span.from_s > 0) {
        while (from > 0 && wild(from - 1) && view.time_s(from - 1) > span.from_s - kEdge_s) --from;
        while (from + 1 < to && !wild(from) && view.time_s(from) < span.from_s + kEdge_s) ++from;
        span.from_s = view.time_s(from);
    }
    if (span.to_s < view.duration_s) {
        while (to + 1 < view.size() && wild(to + 1) && view.time_s(to + 1) < span.to_s + kEdge_s) ++to;
        while (to > from + 1 && !wild(to) && view.time_s(to) > span.to_s - kEdge_s) --to;
        span.to_s = view.time_s(to);
    }
    return span;
}

}  // namespace

bool wantsWaves(const RhythmView& view, double from_s, double to_s) {
    const auto rr = intervalsIn(view, from_s, to_s);
    if (rr.size() < 3) return false;
    std::vector<double> sorted = rr, changes;
    const double median = beats::medianInPlace(std::span(sorted));
    double sum = 0;
    for (std::size_t i = 0; i < rr.size(); ++i) {
        sum += rr[i];
        if (i > 0) changes.push_back(std::abs(rr[i] - rr[i - 1]));
        if (rr[i] > kLongPart * median) return true;
    }
    const double mean = sum / static_cast<double>(rr.size());
    return mean > kSlowInterval_s || beats::medianInPlace(std::span(changes)) >= kLeastChange * mean;
}

std::vector<AtrialWindow> judgeWindows(const RhythmView& view, const StripModel* model, const Job& job) {
    std::vector<AtrialWindow> out;
    if (model == nullptr || view.duration_s <= 0) return out;
    const bool strip = view.duration_s <= kStrip_s;
    for (double from_s = 0;; from_s += kWindowStep_s) {
        if (job.stopRequested()) return {};
        AtrialWindow window;
        window.span = strip ? Span{0, view.duration_s} : Span{from_s, std::min(from_s + kWindow_s, view.duration_s)};
        const auto [first, past] = beatsIn(view, window.span.from_s, window.span.to_s);
        std::size_t known = 0;
        for (std::size_t i = first; i < past && i < view.waves_known.size(); ++i) known += view.waves_known[i];
        window.judged = strip || (past > first + 4 && 2 * known >= past - first);
        if (window.judged) {
            window.figures = windowFeatures(view, window.span.from_s, window.span.to_s);
            window.probability = model->probability(window.figures);
        }
        out.push_back(window);
        if (window.span.to_s >= view.duration_s) break;
    }
    return out;
}

std::vector<Episode> atrialEpisodes(const RhythmView& view, const std::vector<AtrialWindow>& windows,
                                    const StripModel& model) {
    std::vector<Episode> out;
    if (windows.empty()) return out;
    const double step_s = windows.size() == 1 ? view.duration_s : kWindowStep_s;
    auto cells = cellsOf(view, windows, step_s);
    if (windows.size() > 1) fillUnjudged(view, cells, step_s);
    const auto isFlutter = [](const Cell& cell) { return cell.judged > 0 && cell.flutter > kSomeFlutter; };
    const auto isAf = [&](const Cell& cell) {
        return cell.judged > 0 && cell.af >= model.af_limit && !isFlutter(cell);
    };
    for (const bool flutter : {false, true}) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto is = [&](const Cell& cell) { return flutter ? isFlutter(cell) : isAf(cell); };
            if (!is(cells[i])) continue;
            std::size_t past = i;
            Cell sum;
            for (; past < cells.size() && is(cells[past]); ++past) {
                sum.af += cells[past].af;
                sum.entropy += cells[past].entropy;
                sum.p += cells[past].p;
                sum.change += cells[past].change;
                sum.saw += cells[past].saw;
                sum.hz += cells[past].hz;
                sum.teeth += cells[past].teeth;
            }
            const auto n = static_cast<double>(past - i);
            Episode episode;
            episode.span = {static_cast<double>(i) * step_s,
                            std::min(view.duration_s, static_cast<double>(past) * step_s)};
            if (flutter) {
                episode.rhythm = Rhythm::flutter;
                episode.probability = 0.7;
                episode.reasons = {
                    {text::idOf("the share of a single wave between the beats"), sum.saw / n, kSawConcentration, true},
                    {text::idOf("its rate"), 60 * sum.hz / n, 60 * kSawFrom_hz, true, text::idOf("per minute")},
                    {text::idOf("the share of intervals of whole waves"), sum.teeth / n, kWholeTeeth, true},
                    {text::idOf("the certainty of P"), sum.p / n, kNoLeadingP, false}};
            } else {
                episode.rhythm = Rhythm::af;
                if (windows.size() > 1) episode.span = toTheBeat(view, episode.span);
                episode.probability = sum.af / n;
                episode.reasons = {{text::idOf("the probability by all figures"), sum.af / n, model.af_limit, true},
                                   {text::idOf("the entropy of the intervals"), sum.entropy / n, 1.5, true},
                                   {text::idOf("the median change of the intervals"), sum.change / n, kLeastChange,
                                    true, text::idOf("of their mean")},
                                   {text::idOf("the certainty of P"), sum.p / n, 0.5, false}};
            }
            std::erase_if(episode.reasons, [](const Reason& reason) { return !speaksFor(reason); });
            out.push_back(std::move(episode));
            i = past;
        }
    }
    return out;
}

}  // namespace triptych::rhythm
