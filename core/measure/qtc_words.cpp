#include "core/measure/qtc_words.h"

#include "core/text/numbers.h"

#include <algorithm>

namespace triptych::measure {
namespace {

// From here on, and up to here, Bazett is known to add too much, and too little.
constexpr double kHigh_bpm = 90, kLow_bpm = 60;
// Below it there were none, or hardly any, among those that the formulae were fitted to.
constexpr double kLowest_bpm = 40;

int sideOf(beats::QtcSize size) {
    if (size == beats::QtcSize::normal) return 0;
    return size == beats::QtcSize::shortened ? -1 : 1;
}

}  // namespace

bool formulaeDisagree(const beats::CorrectedQt& qtc, beats::QtcSex sex) {
    const int first = sideOf(beats::qtcSize(qtc.bazett_s, sex));
    return std::ranges::any_of(kQtcFormulae, [&](const QtcFormula& formula) {
        return sideOf(beats::qtcSize(qtc.*formula.value_s, sex)) != first;
    });
}

std::optional<text::Said> qtcDisagreement(const beats::CorrectedQt& qtc, beats::QtcSex sex, double rr_ms) {
    if (!(rr_ms > 0)) return std::nullopt;
    const double bpm = 60'000 / rr_ms;
    const std::string rate = text::fixedText(bpm, 0);
    if (bpm < kLowest_bpm) {
        return text::say("at {1} per minute no formula of QTc holds: what they say is no reason to call QT short",
                         rate);
    }
    if (!formulaeDisagree(qtc, sex)) return std::nullopt;
    text::Said all;
    for (const QtcFormula& formula : kQtcFormulae) {
        const double value_s = qtc.*formula.value_s;
        const text::Said one = text::say("{1} {2} ms is {3}", formula.name, text::fixedText(1000 * value_s, 0),
                                         text::translated(beats::name(beats::qtcSize(value_s, sex))));
        all = all.empty() ? one : text::say("{1}, {2}", all, one);
    }
    if (bpm >= kHigh_bpm) {
        return text::say("at {1} per minute the formulae of QTc disagree: {2}; Bazett overcorrects at so high a rate",
                         rate, all);
    }
    if (bpm < kLow_bpm) {
        return text::say("at {1} per minute the formulae of QTc disagree: {2}; Bazett undercorrects at so low a rate",
                         rate, all);
    }
    return text::say("at {1} per minute the formulae of QTc disagree: {2}", rate, all);
}

}  // namespace triptych::measure
