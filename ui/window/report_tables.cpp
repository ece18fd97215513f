#include "ui/window/report_tables.h"

#include "core/domain/beat_class.h"
#include "ui/panels/measurement_rows.h"
#include "ui/panels/readable.h"
#include "ui/panels/rhythm_words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr std::size_t kMostHours = 48;
constexpr std::size_t kMostEvents = 40, kMostEpisodes = 40;

QString count(std::size_t n) {
    return QString::fromStdString(std::to_string(n));
}

QStringList classHeader(const QString& first) {
    QStringList header = {first, QObject::tr("beats")};
    for (const std::string_view name : kBeatClassNames) header << QString::fromUtf8(name.data());
    return header;
}

QStringList classRow(const QString& first, const std::array<std::size_t, kBeatClasses>& of_class) {
    std::size_t all = 0;
    for (const std::size_t n : of_class) all += n;
    QStringList row = {first, count(all)};
    for (const std::size_t n : of_class) row << count(n);
    return row;
}

}  // namespace

ReportTable reportCounts(const std::vector<LabelledBeat>& beats, double duration_s) {
    const auto hours = static_cast<std::size_t>(std::ceil(std::max(duration_s, 1.0) / 3600));
    std::vector<std::array<std::size_t, kBeatClasses>> by_hour(hours);
    std::array<std::size_t, kBeatClasses> all{};
    for (const LabelledBeat& beat : beats) {
        const auto of = beatClassOf(beat.code, ClassMapping::display);
        if (!of) continue;
        ++all[static_cast<std::size_t>(*of)];
        const auto hour = std::min(static_cast<std::size_t>(std::max(beat.time_s, 0.0) / 3600), hours - 1);
        ++by_hour[hour][static_cast<std::size_t>(*of)];
    }
    ReportTable table{QObject::tr("Beats by class and hour"), classHeader(QObject::tr("from")), {}, {}};
    if (hours > 1) {
        for (std::size_t hour = 0; hour < std::min(hours, kMostHours); ++hour) {
            table.rows.push_back(classRow(clockText(static_cast<double>(hour) * 3600), by_hour[hour]));
        }
        if (hours > kMostHours) table.left_out = QObject::tr("Hours after the first %1 are left out.").arg(kMostHours);
    }
    table.rows.push_back(classRow(QObject::tr("in all"), all));
    return table;
}

ReportTable reportEvents(const pipeline::RhythmReport& report) {
    ReportTable table{QObject::tr("Events"), {QObject::tr("what"), QObject::tr("at"), QObject::tr("value")}, {}, {}};
    for (const rhythm::RhythmEvent& event : report.found.events) {
        if (table.rows.size() == kMostEvents) {
            table.left_out =
                QObject::tr("%1 further events are left out.").arg(report.found.events.size() - kMostEvents);
            break;
        }
        table.rows.push_back({eventName(event), clockText(event.time_s), eventValue(event)});
    }
    return table;
}

ReportTable reportBurden(const pipeline::RhythmReport& report) {
    ReportTable table{QObject::tr("Rhythms"), {QObject::tr("rhythm"), QObject::tr("of the readable time")}, {}, {}};
    for (const auto& [rhythm, share] : report.found.findings.burden) {
        table.rows.push_back({rhythmName(rhythm), shareText(share)});
    }
    return table;
}

// Of a recording of one rhythm there is nothing to list.
ReportTable reportEpisodes(const pipeline::RhythmReport& report) {
    const auto& episodes = report.found.findings.episodes;
    ReportTable table{QObject::tr("Episodes"),
                      {QObject::tr("from"), QObject::tr("lasts"), QObject::tr("rhythm"), QObject::tr("says")},
                      {},
                      {}};
    if (episodes.size() < 2) return table;
    std::vector<const rhythm::Episode*> longest;
    for (const rhythm::Episode& episode : episodes) longest.push_back(&episode);
    std::ranges::stable_sort(longest, std::greater(),
                             [](const rhythm::Episode* one) { return one->span.to_s - one->span.from_s; });
    if (longest.size() > kMostEpisodes) {
        table.left_out = QObject::tr("The %1 longest; %2 shorter ones are left out.")
                             .arg(kMostEpisodes)
                             .arg(longest.size() - kMostEpisodes);
        longest.resize(kMostEpisodes);
    }
    std::ranges::sort(longest, {}, [](const rhythm::Episode* one) { return one->span.from_s; });
    for (const rhythm::Episode* one : longest) {
        table.rows.push_back({clockText(one->span.from_s), lengthText(one->span.to_s - one->span.from_s),
                              rhythmName(one->rhythm),
                              one->by_reader ? QObject::tr("a reader") : QObject::tr("Triptych")});
    }
    return table;
}

ReportTable reportMeasurements(const measure::Measurements& measured, const Recording& recording, bool fresh) {
    const auto rows = figureRows(&measured, recording, nullptr);
    const bool has_device = std::ranges::any_of(
        rows, [](const FigureRow& row) { return !row.device.text.isEmpty() && row.device.text != QString(kUnsaid); });
    ReportTable table{QObject::tr("Measurements of the median beat"),
                      {QObject::tr("figure"), QObject::tr("value"), QObject::tr("unit")},
                      {},
                      {}};
    if (has_device) table.header << QObject::tr("device");
    for (const FigureRow& row : rows) {
        QStringList cells = {row.name, row.ours.text, row.unit};
        if (has_device) cells << row.device.text;
        table.rows.push_back(cells);
    }
    if (!fresh) table.left_out = QObject::tr("They are being measured again: something has changed since.");
    return table;
}

}  // namespace triptych::ui
