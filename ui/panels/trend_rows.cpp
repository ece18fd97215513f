#include "ui/panels/trend_rows.h"

#include "ui/panes/ticks.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <cmath>
#include <utility>

namespace triptych::ui {
namespace {

constexpr double kLeastLevel_mv = 0.1;
constexpr double kLevelStep_mv = 0.05;

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::Trends", text);
}

bool hasAny(const measure::Trend& trend) {
    return std::any_of(trend.beats.begin(), trend.beats.end(), [](std::uint32_t beats) { return beats > 0; });
}

std::vector<double> sortedValues(const measure::Trend& trend) {
    std::vector<double> values;
    for (const float value : trend.values) {
        if (std::isfinite(value)) values.push_back(static_cast<double>(value));
    }
    std::sort(values.begin(), values.end());
    return values;
}

double quantile(const std::vector<double>& sorted, double share) {
    return sorted[static_cast<std::size_t>(std::lround(share * static_cast<double>(sorted.size() - 1)))];
}

// Of each row, in the unit that it is of: what an axis covers at least, and where its ends lie.
double leastSpan(const TrendRow& row) {
    return row.is_level ? 2 * kLeastLevel_mv : row.name == tr("QRS") ? 20 : 40;
}
constexpr double kRound = 10;

}  // namespace

std::vector<TrendRow> trendRows(const measure::Measurements& measured, StPoint point) {
    const measure::RhythmTrends& trends = measured.trends;
    const QString ms = QStringLiteral("ms");
    std::vector<TrendRow> rows{
        {tr("HR"), tr("/min"), tr("Heart rate: the median of each stretch, of all beats"), 0, false, trends.hr_bpm},
        {tr("PR"), ms, tr("PR over all leads, of the dominant beats"), 0, false, trends.pr_ms},
        {tr("QRS"), ms, tr("QRS over all leads, of the dominant beats"), 0, false, trends.qrs_ms},
        {tr("QT"), ms, tr("QT over all leads, of the dominant beats"), 0, false, trends.qt_ms},
        {tr("QTc"), ms, tr("QTc by Fridericia, of each beat's QT and the interval before it"), 0, false,
         trends.qtc_fridericia_ms}};
    for (const measure::LeadMeasurements& lead : measured.leads) {
        const measure::Trend& level = point == StPoint::j     ? lead.st_j_mv
                                      : point == StPoint::j60 ? lead.st_j60_mv
                                                              : lead.st_j80_mv;
        if (!hasAny(level)) continue;
        const QString name = QString::fromStdString(lead.name);
        rows.push_back({name, QStringLiteral("mV"),
                        tr("ST on %1 against the PR segment, of the dominant beats where the lead is good").arg(name),
                        2, true, level});
    }
    return rows;
}

TrendRow rateRow(const ViewState& state) {
    TrendRow row{tr("HR"), tr("/min"), tr("Heart rate: the median of each stretch, of all beats"), 0, false, {}};
    if (!state.record().recording()) return row;
    std::vector<double> times_s(state.beats().all().size());
    std::transform(state.beats().all().begin(), state.beats().all().end(), times_s.begin(),
                   [](const LabelledBeat& beat) { return beat.time_s; });
    const double duration_s = state.record().recording()->duration_s;
    row.trend = measure::medianTrend(times_s, duration_s, measure::usualStep_s(duration_s), [&](std::size_t beat) {
        const auto rr_s = state.beats().rrBefore_s(beat);
        return rr_s ? measure::Reading(60 / *rr_s) : measure::Reading();
    });
    return row;
}

std::optional<double> valueAt(const measure::Trend& trend, double time_s) {
    if (!(trend.step_s > 0) || !(time_s >= 0) || trend.values.empty()) return std::nullopt;
    const double step = std::floor(time_s / trend.step_s);
    if (step >= static_cast<double>(trend.values.size())) return std::nullopt;
    const float value = trend.values[static_cast<std::size_t>(step)];
    return std::isfinite(value) ? std::optional<double>(static_cast<double>(value)) : std::nullopt;
}

QString trendValueText(const TrendRow& row, double value) {
    return numberText(value, std::pow(10.0, -row.decimals));
}

TrendRange rangeOf(const TrendRow& row) {
    const std::vector<double> values = sortedValues(row.trend);
    const double least = leastSpan(row);
    if (values.empty()) return {0, least};
    const double low = quantile(values, 0.02), high = quantile(values, 0.98);
    const double room = std::max(0.1 * (high - low), (least - (high - low)) / 2);
    const double from = std::floor((low - room) / kRound) * kRound;
    return {std::max(0.0, from), std::max(std::ceil((high + room) / kRound) * kRound, std::max(0.0, from) + kRound)};
}

TrendRange levelRange(const std::vector<TrendRow>& rows) {
    double most = kLeastLevel_mv;
    for (const TrendRow& row : rows) {
        if (!row.is_level) continue;
        const std::vector<double> values = sortedValues(row.trend);
        if (values.empty()) continue;
        most = std::max({most, -quantile(values, 0.02), quantile(values, 0.98)});
    }
    most = std::ceil(most / kLevelStep_mv - 1e-9) * kLevelStep_mv;
    return {-most, most};
}

QString trendText(const std::vector<TrendRow>& rows) {
    if (rows.empty()) return {};
    QStringList head{tr("time (s)")};
    for (const TrendRow& row : rows) {
        const QString name = row.is_level ? tr("ST %1").arg(row.name) : row.name;
        head << QStringLiteral("%1 (%2)").arg(name, row.unit);
    }
    QStringList lines{head.join(QLatin1Char('\t'))};
    const measure::Trend& first = rows.front().trend;
    for (std::size_t step = 0; step < first.values.size(); ++step) {
        QStringList cells{numberText(static_cast<double>(step) * first.step_s, 1)};
        for (const TrendRow& row : rows) {
            const bool is_said = step < row.trend.values.size() && std::isfinite(row.trend.values[step]);
            cells << (is_said ? trendValueText(row, static_cast<double>(row.trend.values[step])) : QString());
        }
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

}  // namespace triptych::ui
