#include "core/pipeline/score_rhythm.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace triptych::pipeline {
namespace {

using rhythm::Rhythm;

rhythm::Rhythm rhythmOf(std::string_view aux) {
    constexpr std::array<std::pair<std::string_view, Rhythm>, 14> kNames = {{{"(AFIB", Rhythm::af},
                                                                             {"(AFL", Rhythm::flutter},
                                                                             {"(VT", Rhythm::vt},
                                                                             {"(VFL", Rhythm::vf},
                                                                             {"(VF", Rhythm::vf},
                                                                             {"(B", Rhythm::bigeminy},
                                                                             {"(T", Rhythm::trigeminy},
                                                                             {"(P", Rhythm::paced},
                                                                             {"(SVTA", Rhythm::svt},
                                                                             {"(SBR", Rhythm::bradycardia},
                                                                             {"(BI", Rhythm::av1},
                                                                             {"(BII", Rhythm::block},
                                                                             {"(BIII", Rhythm::block},
                                                                             {"(N", Rhythm::sinus}}};
    while (!aux.empty() && (aux.back() == '\0' || aux.back() == ' ')) aux.remove_suffix(1);
    const auto found = std::ranges::find(kNames, aux, &std::pair<std::string_view, Rhythm>::first);
    return found == kNames.end() ? Rhythm::other : found->second;
}

double together_s(rhythm::Span a, rhythm::Span b) {
    return std::max(0.0, std::min(a.to_s, b.to_s) - std::max(a.from_s, b.from_s));
}

}  // namespace

RhythmAgreement& RhythmAgreement::operator+=(const RhythmAgreement& other) {
    for (std::size_t r = 0; r < rhythm::kRhythms; ++r) {
        of[r].marked_s += other.of[r].marked_s;
        of[r].right_s += other.of[r].right_s;
        of[r].said_s += other.of[r].said_s;
    }
    return *this;
}

std::vector<rhythm::Episode> markedRhythms(const Recording& recording) {
    std::vector<rhythm::Episode> out;
    if (recording.annotation_sets.empty() || !(recording.annotation_sets.front().rate_hz > 0)) return out;
    const AnnotationSet& set = recording.annotation_sets.front();
    Rhythm named = Rhythm::other, now = Rhythm::other;
    bool any = false;
    double from_s = 0;
    const auto change = [&](double time_s, Rhythm to) {
        if (any && time_s > from_s) out.push_back({now, {from_s, time_s}, 1, {}});
        any = true;
        now = to;
        from_s = time_s;
    };
    for (const Annotation& mark : set.annotations) {
        const double time_s = static_cast<double>(mark.sample) / set.rate_hz;
        if (mark.code == kRhythm && mark.aux.starts_with('(')) {
            named = rhythmOf(mark.aux);
            change(time_s, named);
        } else if (mark.code == kFlutterOn) {
            change(time_s, Rhythm::vf);
        } else if (mark.code == kFlutterOff) {
            change(time_s, named);
        }
    }
    if (any) change(recording.duration_s, named);
    return out;
}

RhythmAgreement agreementOf(const std::vector<rhythm::Episode>& marked, const rhythm::RhythmFindings& findings) {
    RhythmAgreement out;
    for (const rhythm::Episode& truth : marked) {
        auto& of = out.of[static_cast<std::size_t>(truth.rhythm)];
        of.marked_s += truth.span.to_s - truth.span.from_s;
        for (const rhythm::Episode& found : findings.episodes) {
            const double both_s = together_s(truth.span, found.span);
            out.of[static_cast<std::size_t>(found.rhythm)].said_s += both_s;
            if (found.rhythm == truth.rhythm) of.right_s += both_s;
        }
    }
    return out;
}

}  // namespace triptych::pipeline
