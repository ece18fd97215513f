#include "core/pipeline/rhythm_report.h"

#include <utility>

namespace triptych::pipeline {

Result<RhythmReportPtr> reportRhythm(RhythmBasisPtr basis, ClassedBeats beats,
                                     std::span<const rhythm::ReaderWord> words, const RhythmReport* before,
                                     const Job& job) {
    const bool same = before != nullptr && before->found.basis == basis;
    auto out = std::make_shared<RhythmReport>();
    out->found = rhythmOn(std::move(basis), std::move(beats), words);
    auto hrv = findHrv(out->found, job, same ? &before->hrv : nullptr);
    if (!hrv) return std::unexpected(hrv.error());
    out->hrv = std::move(*hrv);
    const rhythm::RhythmView view = out->found.view();
    const auto stretches = [&](double length_s) {
        return rhythm::stretchesOf(view, out->found.findings, out->found.events, length_s);
    };
    out->minutes = rhythm::minutesOf(view, out->found.findings);
    out->hours = stretches(kHour_s);
    out->days = stretches(kDay_s);
    out->whole = stretches(view.duration_s > 0 ? view.duration_s : 1).front();
    return out;
}

}  // namespace triptych::pipeline
