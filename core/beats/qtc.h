// QT corrected for the heart's rate, by the four formulas that cardiologists compare (docs/clinical.md).
#pragma once

#include <optional>

namespace triptych::beats {

struct CorrectedQt {
    double bazett_s = 0;      // QT / √RR (Bazett 1920)
    double fridericia_s = 0;  // QT / ∛RR (Fridericia 1920)
    double framingham_s = 0;  // QT + 0.154 (1 s − RR) (Sagie et al. 1992)
    double hodges_s = 0;      // QT + 1.75 ms (60 / RR − 60) (Hodges et al. 1983)
};
inline constexpr double kLongQtc_s = 0.5;  // from here on a QTc is flagged

// Nothing where an interval is not a positive number. Any thread.
[[nodiscard]] std::optional<CorrectedQt> correctedQt(double qt_s, double rr_s);

}  // namespace triptych::beats
