// QT corrected for the heart's rate, by the four formulas that cardiologists compare (docs/clinical.md).
#pragma once

#include <optional>
#include <string_view>

namespace triptych::beats {

struct CorrectedQt {
    double bazett_s = 0;      // QT / √RR (Bazett 1920)
    double fridericia_s = 0;  // QT / ∛RR (Fridericia 1920)
    double framingham_s = 0;  // QT + 0.154 (1 s − RR) (Sagie et al. 1992)
    double hodges_s = 0;      // QT + 1.75 ms (60 / RR − 60) (Hodges et al. 1983)
};
inline constexpr double kLongQtc_s = 0.5;  // from here on a QTc is flagged

// What a QTc is called against the limits of AHA/ACCF/HRS 2009, part IV: short up to 390 ms, prolonged from 450 ms in
// men and 460 ms in women, whatever the formula; long from 500 ms on.
enum class QtcSize { shortened, normal, prolonged, very_long };
enum class QtcSex { unknown, female, male };

inline constexpr double kShortQtc_s = 0.39;
inline constexpr double kBroadQrs_s = 0.12;  // from here on the QRS itself prolongs QT, which is said beside a flag
inline constexpr double kProlongedQtcMen_s = 0.45, kProlongedQtcWomen_s = 0.46;

// From where on it is prolonged; of a person whose sex is not known the higher limit, which holds for both.
[[nodiscard]] double prolongedQtc_s(QtcSex sex);
[[nodiscard]] QtcSize qtcSize(double qtc_s, QtcSex sex);
[[nodiscard]] std::string_view name(QtcSize size);  // "short", "normal", "prolonged", "long"
// "male", "Female", "M", "f"; unknown otherwise.
[[nodiscard]] QtcSex qtcSexNamed(std::string_view sex);

// Nothing where an interval is not a positive number. Any thread.
[[nodiscard]] std::optional<CorrectedQt> correctedQt(double qt_s, double rr_s);

}  // namespace triptych::beats
