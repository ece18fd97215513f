#include "ui/panes/ticks.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace triptych::ui {
namespace {

constexpr std::size_t kMostTicks = 1000;  // no axis is so wide: a guard against a range of no sense

// Multiples of `step` within [low, high]. Counted in integers, so that 0.1 · 3 stays 0.3 and rounding never drops the
// last.
std::vector<double> multiples(double low, double high, double step) {
    std::vector<double> values;
    const double first = std::ceil(low / step - 1e-9), last = std::floor(high / step + 1e-9);
    for (double k = first; k <= last && values.size() < kMostTicks; ++k) values.push_back(k * step);
    return values;
}

int decimalsFor(double step) {
    if (!(step > 0) || step >= 1) return 0;
    return std::min(9, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
}

double niceStep(double least) {
    const double decade = std::pow(10, std::floor(std::log10(least)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * decade >= least * (1 - 1e-9)) return factor * decade;
    }
    return 10 * decade;
}

}  // namespace

TickSet niceTicks(double low, double high, int most) {
    if (!(high > low) || !std::isfinite(high - low) || most < 1) return {};
    TickSet ticks;
    // Closed ends: a range of n steps holds n + 1 ticks.
    ticks.step = niceStep((high - low) / std::max(1, most - 1));
    ticks.values = multiples(low, high, ticks.step);
    return ticks;
}

TickSet timeTicks(double from_s, double to_s, double least_step_s) {
    static constexpr std::array kSteps_s = {0.001, 0.002, 0.005,  0.01,   0.02,   0.05,    0.1,     0.2,     0.5,
                                            1.0,   2.0,   5.0,    10.0,   15.0,   30.0,    60.0,    120.0,   300.0,
                                            600.0, 900.0, 1800.0, 3600.0, 7200.0, 10800.0, 21600.0, 43200.0, 86400.0};
    if (!(to_s > from_s) || !std::isfinite(to_s - from_s) || !(least_step_s > 0)) return {};
    const auto* found =
        std::find_if(kSteps_s.begin(), kSteps_s.end(), [&](double step) { return step >= least_step_s; });
    TickSet ticks;
    ticks.step = found != kSteps_s.end() ? *found : kSteps_s.back() * std::ceil(least_step_s / kSteps_s.back());
    ticks.values = multiples(from_s, to_s, ticks.step);
    return ticks;
}

std::vector<double> frequencyTicks(const FrequencyAxis& axis, double height_px, double row_px) {
    if (!(axis.high_hz > axis.low_hz) || height_px <= 0) return {};
    if (!axis.logarithmic) {
        return niceTicks(axis.low_hz, axis.high_hz, std::max(2, static_cast<int>(height_px / (1.6 * row_px)))).values;
    }
    std::vector<double> values;
    for (double decade = 1e-3; decade < 1e4; decade *= 10) {
        for (const double factor : {1.0, 2.0, 5.0}) {
            const double hz = factor * decade;
            if (hz < axis.low_hz * (1 - 1e-9) || hz > axis.high_hz * (1 + 1e-9)) continue;
            const double gap = values.empty() ? 1e9 : (axis.fraction(hz) - axis.fraction(values.back())) * height_px;
            if (gap >= row_px) values.push_back(hz);
        }
    }
    return values;
}

QString numberText(double value, double step) {
    const int decimals = decimalsFor(step);
    const double scale = std::pow(10, decimals);
    double rounded = std::round(value * scale) / scale;
    if (rounded == 0) rounded = 0;  // no "−0"
    QString text = QString::number(std::abs(rounded), 'f', decimals);
    if (rounded < 0) text.prepend(QChar(0x2212));
    return text;
}

QString exponentNumber(double value, int digits) {
    if (!std::isfinite(value)) return QStringLiteral("–");
    const QString text = QString::number(std::abs(value), 'e', std::max(0, digits - 1));
    const qsizetype at = text.indexOf(QLatin1Char('e'));
    QString mantissa = text.left(at);
    if (mantissa.contains(QLatin1Char('.'))) {
        while (mantissa.endsWith(QLatin1Char('0'))) mantissa.chop(1);
        if (mantissa.endsWith(QLatin1Char('.'))) mantissa.chop(1);
    }
    const int exponent = text.mid(at + 1).toInt();
    const QString sign = value < 0 ? QString(QChar(0x2212)) : QString();
    const QString power = exponent < 0 ? QChar(0x2212) + QString::number(-exponent) : QString::number(exponent);
    return sign + mantissa + QLatin1Char('e') + power;
}

QString legendNumber(double value, int digits) {
    if (!std::isfinite(value) || value == 0) return value == 0 ? QStringLiteral("0") : QStringLiteral("–");
    constexpr double kLeastPlain = 1e-4, kMostPlain = 1e5;  // beyond, zeros would have to be counted
    const double size = std::abs(value);
    if (size < kLeastPlain || size >= kMostPlain) return exponentNumber(value, digits);
    const int place =
        digits - 1 - static_cast<int>(std::floor(std::log10(size)));  // of the last digit, after the point
    const double scale = std::pow(10, place);
    QString text = QString::number(std::round(size * scale) / scale, 'f', std::max(0, place));
    if (text.contains(QLatin1Char('.'))) {
        while (text.endsWith(QLatin1Char('0'))) text.chop(1);
        if (text.endsWith(QLatin1Char('.'))) text.chop(1);
    }
    return value < 0 ? QChar(0x2212) + text : text;
}

QString timeText(double time_s, double step_s, double recording_s) {
    const int decimals = decimalsFor(step_s);
    if (recording_s < 60) return numberText(time_s, step_s);
    const double scale = std::pow(10, decimals);
    const double rounded = std::round(std::abs(time_s) * scale) / scale;
    const auto whole = static_cast<std::int64_t>(rounded);
    const QString sign = time_s < 0 && rounded > 0 ? QString(QChar(0x2212)) : QString();
    QString seconds = QString::number(rounded - static_cast<double>(whole / 60 * 60), 'f', decimals);
    if (seconds.size() < (decimals > 0 ? decimals + 3 : 2)) seconds.prepend(QLatin1Char('0'));
    const std::int64_t hours = whole / 3600, minutes = whole / 60 % 60;
    if (recording_s < 3600) return sign + QStringLiteral("%1:%2").arg(whole / 60).arg(seconds);
    return sign + QStringLiteral("%1:%2:%3").arg(hours).arg(minutes, 2, 10, QLatin1Char('0')).arg(seconds);
}

TickSet TimeAxis::ticks(double from_s, double to_s, double least_step_s) const {
    if (!start_) return timeTicks(from_s, to_s, least_step_s);
    const double shift_s = static_cast<double>(start_->of_day.count()) * 1e-6;
    TickSet ticks = timeTicks(from_s + shift_s, to_s + shift_s, least_step_s);
    for (double& value : ticks.values) value -= shift_s;
    return ticks;
}

QString TimeAxis::text(double time_s, double step_s) const {
    if (!start_) return timeText(time_s, step_s, recording_s_);
    QString clock = QString::fromStdString(clockAt(*start_, time_s, decimalsFor(step_s)));
    if (step_s >= 60) clock.chop(3);
    // A label just below midnight is rounded to it: it is the next day's then, as its digits are.
    const double half = step_s < 1 ? std::pow(10, -decimalsFor(step_s)) / 2 : 0.5;
    const std::int64_t day = daysSinceStart(*start_, time_s + half);
    return day > 0 ? QCoreApplication::translate("TimeAxis", "day %1 %2").arg(day + 1).arg(clock) : clock;
}

QString TimeAxis::widest(double step_s) const {
    return text(recording_s_, step_s);
}

QString TimeAxis::unit() const {
    return start_ ? QCoreApplication::translate("TimeAxis", "clock") : timeUnit(recording_s_);
}

QString timeUnit(double recording_s) {
    if (recording_s < 60) return QStringLiteral("s");
    return recording_s < 3600 ? QStringLiteral("min:s") : QStringLiteral("h:m:s");
}

}  // namespace triptych::ui
