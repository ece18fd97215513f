#include "core/rhythm/blocks.h"

#include "core/beats/median.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace triptych::rhythm {
namespace {

constexpr std::size_t kRun = 10, kMisses = 4;
constexpr float kFaint = 0.1F;
constexpr double kEvenPr_s = 0.03;
constexpr double kGrows_s = 0.03, kShrinks_s = 0.04;
constexpr double kNear_s = 20;
constexpr double kEscape_s = 60.0 / 50, kEven = 0.06, kPrSpread_s = 0.1;
constexpr std::size_t kEscapes = 6;
constexpr double kSteadyPr_s = 0.03;

struct Conduction {
    bool known = false;
    std::optional<double> pr_s;    // P onset to QRS onset
    std::optional<double> lead_s;  // P peak to the mark
    std::optional<double> rr_s;    // that ends at the beat
};

std::vector<Conduction> conductionOf(const RhythmView& view) {
    std::vector<Conduction> out(view.size());
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (i > 0) out[i].rr_s = beats::rrInterval_s(view.time_s(i - 1), view.time_s(i), view.gaps);
        if (view.waves == nullptr || i >= view.waves->beats.size() || i >= view.waves_known.size() ||
            view.waves_known[i] == 0) {
            continue;
        }
        const BeatWaves& beat = view.waves->beats[i];
        out[i].known = beat.qrs.has_value();
        if (!beat.p || !beat.qrs) continue;
        if (beat.p->onset && beat.qrs->onset && beat.p->sure >= kFaint) {
            out[i].pr_s = (beat.qrs->onset->sample - beat.p->onset->sample) / view.waves->rate_hz;
        }
        if (!beat.p->certain()) continue;
        if (beat.p->peak) out[i].lead_s = view.time_s(i) - beat.p->peak->sample / view.waves->rate_hz;
    }
    return out;
}

// Is beat i the first after one that was not conducted?
bool followsDropped(const RhythmView& view, const std::vector<Conduction>& beats, std::size_t i) {
    if (i < 3 || !beats[i].rr_s || !beats[i - 1].rr_s || !beats[i - 2].rr_s) return false;
    for (std::size_t k = i - 2; k <= i; ++k) {
        if (view.classes[k] != BeatClass::normal || !beats[k].known) return false;
    }
    const double pause_s = *beats[i].rr_s, before_s = *beats[i - 1].rr_s;
    const bool premature = before_s < 0.85 * *beats[i - 2].rr_s && before_s < 0.85 * pause_s / 2;
    if (premature || !beats[i].lead_s || !beats[i - 1].lead_s) return false;
    const double now = *beats[i].lead_s, last = *beats[i - 1].lead_s;
    if (pause_s > 1.3 * before_s && pause_s < 2.1 * before_s && beats[i - 2].lead_s &&
        last >= *beats[i - 2].lead_s + kGrows_s && now <= last - kShrinks_s) {
        return true;  // Wenckebach
    }
    return std::abs(pause_s - 2 * before_s) < 0.12 * pause_s && std::abs(now - last) < kSteadyPr_s;  // Mobitz
}

void firstDegree(const RhythmView& view, const std::vector<Conduction>& beats, std::vector<Episode>& out) {
    for (std::size_t i = 0; i + kRun <= beats.size(); ++i) {
        std::size_t past = i, slow = 0, misses = 0;
        std::vector<double> prs;
        // Goes on until four beats in a row are quick, or have no P that could be placed.
        for (; past < beats.size() && misses < kMisses && view.classes[past] != BeatClass::ventricular; ++past) {
            if (past > i && followsDropped(view, beats, past)) break;
            const bool is = beats[past].pr_s && *beats[past].pr_s > kLongPr_s;
            misses = is ? 0 : misses + 1;
            slow += is ? 1 : 0;
            if (is) prs.push_back(*beats[past].pr_s);
            if (past == i && !is) break;
        }
        if (past == i) continue;
        past -= std::min(misses, past - i);
        if (past <= i) continue;
        const std::size_t count = past - i;
        const double length_s = view.time_s(past - 1) - view.time_s(i);
        const double pr_s = beats::quantileInPlace(std::span(prs), 0.5);
        const double spread_s =
            beats::quantileInPlace(std::span(prs), 0.8) - beats::quantileInPlace(std::span(prs), 0.2);
        if (count >= kRun && 3 * slow >= 2 * count && length_s >= 10 && spread_s <= kEvenPr_s) {
            const double bpm = 60 * static_cast<double>(count - 1) / length_s;
            const bool may_hide = bpm < kSlowest2To1_bpm;
            out.push_back({may_hide ? Rhythm::block : Rhythm::av1,
                           {view.time_s(i), view.time_s(past - 1)},
                           0.7,
                           {{text::idOf("PR"), 1000 * pr_s, 1000 * kLongPr_s, true, text::idOf("ms")},
                            {text::idOf("the number of beats in a row"), static_cast<double>(count), kRun, true},
                            {text::idOf("the rate"), bpm, kSlowest2To1_bpm, !may_hide, text::idOf("per minute")}}});
        }
        i = past;
    }
}

void secondDegree(const RhythmView& view, const std::vector<Conduction>& beats, std::vector<Episode>& out) {
    std::vector<std::size_t> dropped;
    const auto flush = [&] {
        if (dropped.size() >= 2) {
            const std::size_t first = dropped.front() >= 3 ? dropped.front() - 3 : 0;
            const std::size_t last = std::min(view.size() - 1, dropped.back() + 1);
            out.push_back({Rhythm::block,
                           {view.time_s(first), view.time_s(last)},
                           0.75,
                           {{text::idOf("the number of beats left out after PR grew or stayed"),
                             static_cast<double>(dropped.size()), 2, true}}});
        }
        dropped.clear();
    };
    for (std::size_t i = 0; i < beats.size(); ++i) {
        if (!followsDropped(view, beats, i)) continue;
        if (!dropped.empty() && view.time_s(i) - view.time_s(dropped.back()) > kNear_s) flush();
        dropped.push_back(i);
    }
    flush();
}

void thirdDegree(const RhythmView& view, const std::vector<Conduction>& beats, std::vector<Episode>& out) {
    for (std::size_t i = 1; i < beats.size(); ++i) {
        std::size_t past = i;
        const auto slowAndEven = [&](std::size_t k) {
            return beats[k].known && beats[k].rr_s && *beats[k].rr_s >= kEscape_s &&
                   (k == i || std::abs(*beats[k].rr_s - *beats[k - 1].rr_s) <= kEven * *beats[k].rr_s);
        };
        std::vector<double> leads;
        for (; past < beats.size() && slowAndEven(past); ++past) {
            if (beats[past].lead_s) leads.push_back(*beats[past].lead_s);
        }
        const std::size_t count = past - i;
        if (count >= kEscapes && 2 * leads.size() >= count) {
            const double upper = beats::quantileInPlace(std::span(leads), 0.8);
            const double lower = beats::quantileInPlace(std::span(leads), 0.2);
            if (upper - lower >= kPrSpread_s) {
                out.push_back({Rhythm::block,
                               {view.time_s(i - 1), view.time_s(past - 1)},
                               0.75,
                               {{text::idOf("the spread of the distance from P to R"), 1000 * (upper - lower),
                                 1000 * kPrSpread_s, true, text::idOf("ms")},
                                {text::idOf("the rate"),
                                 60 * static_cast<double>(count) / (view.time_s(past - 1) - view.time_s(i - 1)),
                                 60 / kEscape_s, false, text::idOf("per minute")}}});
            }
        }
        if (count > 0) i = past - 1;
    }
}

}  // namespace

std::vector<Episode> suspectedBlocks(const RhythmView& view) {
    std::vector<Episode> out;
    if (view.waves == nullptr || view.size() < kEscapes) return out;
    const auto beats = conductionOf(view);
    firstDegree(view, beats, out);
    secondDegree(view, beats, out);
    thirdDegree(view, beats, out);
    return out;
}

}  // namespace triptych::rhythm
