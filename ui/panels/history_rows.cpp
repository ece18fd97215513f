#include "ui/panels/history_rows.h"

#include "ui/panels/readable.h"
#include "ui/panels/rhythm_words.h"
#include "ui/state/shown_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>
#include <limits>

namespace triptych::ui {
namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("triptych::ui::HistoryDialog", text);
}

QString valueText(const std::optional<std::string>& value) {
    return value ? shownText(*value) : QStringLiteral("–");
}

QString modelText(const store::EventMark& mark) {
    if (!mark.model) return {};
    if (!mark.model->visible) return tr("hidden");
    return QStringLiteral("%1 %2").arg(QString::fromStdString(mark.model->class_name),
                                       probabilityText(static_cast<double>(mark.model->probability)));
}

HistoryRow rowOf(const store::EventGroup& group) {
    HistoryRow row;
    row.key = group.key;
    row.when = QString::fromStdString(store::utcText(group.time)).replace(QLatin1Char('T'), QLatin1Char(' ')).left(19);
    row.reader = shownText(group.reader);
    row.by = shownText(group.tool);
    if (!group.reason.empty()) row.by += QStringLiteral(": ") + shownText(group.reason);
    row.order = group.order > 0 ? group.order : std::numeric_limits<std::int64_t>::max();
    row.time_ms = group.time.time_since_epoch().count();
    return row;
}

double seconds(std::int64_t sample, double rate_hz) {
    return rate_hz > 0 ? static_cast<double>(sample) / rate_hz : 0;
}

// What was done to a beat, or the letter that it had.
QString editText(const std::optional<std::string>& value, double rate_hz, const TextOfTime& text_of) {
    const auto edit = value ? review::beatEditOf(*value) : std::nullopt;
    if (!edit) return valueText(value);
    const QString at = text_of(seconds(edit->at, rate_hz));
    switch (edit->edit) {
        case review::BeatEdit::added:
            return tr("added at %1").arg(at);
        case review::BeatEdit::moved:
            return tr("moved to %1").arg(at);
        case review::BeatEdit::removed:
            break;
    }
    return tr("taken away");
}

}  // namespace

std::vector<HistoryRow> historyRows(const review::LabelJournal& labels, double labels_rate_hz,
                                    const review::WaveJournal& waves, const review::RhythmJournal& rhythm,
                                    double beats_rate_hz, const review::BeatJournal& beats,
                                    const review::NoteJournal& notes, const TextOfTime& text_of) {
    std::vector<HistoryRow> rows;
    for (const store::EventGroup& group : labels.groups()) {
        if (group.marks.empty()) continue;  // an undo is seen by what it took back
        const store::EventMark& mark = group.marks.front();
        const bool many = group.marks.size() > 1;
        HistoryRow row = rowOf(group);
        for (const std::int64_t sample : labels.samplesOf(group.key)) {
            row.beats_s.push_back(seconds(sample, labels_rate_hz));
        }
        row.where =
            many ? tr("%1 beats").arg(group.marks.size()) : text_of(seconds(labels.sampleOf(mark), labels_rate_hz));
        row.from = many ? QString() : valueText(mark.from);
        row.to = valueText(mark.to);
        row.model = many ? QString() : modelText(mark);
        row.undone = labels.isUndone(group.key);
        rows.push_back(std::move(row));
    }
    for (const store::EventGroup& group : waves.groups()) {
        if (group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        const bool many = group.marks.size() > 1;
        HistoryRow row = rowOf(group);
        for (const review::WavePlace& place : waves.placesOf(group.key)) {
            row.beats_s.push_back(seconds(place.beat, beats_rate_hz));
        }
        const double at_s = row.beats_s.empty() ? 0 : row.beats_s.front();
        row.where =
            many ? tr("%1 marks").arg(group.marks.size()) : tr("%1 on %2").arg(text_of(at_s), shownText(mark.lead));
        row.from = many ? QString() : valueText(mark.from);
        row.to = mark.to ? valueText(mark.to) : tr("as delineated");
        row.undone = waves.isUndone(group.key);
        rows.push_back(std::move(row));
    }
    for (const store::EventGroup& group : rhythm.groups()) {
        if (group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        HistoryRow row = rowOf(group);
        for (const review::RhythmPlace& place : rhythm.placesOf(group.key)) {
            row.beats_s.push_back(seconds(place.from, beats_rate_hz));
        }
        row.where =
            tr("%1 to %2")
                .arg(text_of(seconds(mark.sample, mark.rate_hz)), text_of(seconds(mark.end_sample, mark.rate_hz)));
        row.from = mark.from ? rhythmValueText(*mark.from) : QString();
        row.to = rhythmValueText(mark.to.value_or(std::string()));
        row.undone = rhythm.isUndone(group.key);
        rows.push_back(std::move(row));
    }
    for (const store::EventGroup& group : beats.groups()) {
        if (group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        HistoryRow row = rowOf(group);
        for (const std::int64_t place : beats.placesOf(group.key)) {
            row.beats_s.push_back(seconds(place, beats.rate_hz()));
        }
        row.where = group.marks.size() > 1 ? tr("%1 beats").arg(group.marks.size())
                                           : text_of(seconds(mark.sample, mark.rate_hz));
        row.from = group.marks.size() > 1 ? QString() : editText(mark.from, mark.rate_hz, text_of);
        row.to = editText(mark.to, mark.rate_hz, text_of);
        row.undone = beats.isUndone(group.key);
        rows.push_back(std::move(row));
    }
    for (const store::EventGroup& group : notes.groups()) {
        if (group.marks.empty()) continue;
        const store::EventMark& mark = group.marks.front();
        HistoryRow row = rowOf(group);
        row.beats_s = {seconds(mark.sample, mark.rate_hz)};
        row.where = text_of(row.beats_s.front());
        row.from = valueText(mark.from);
        row.to = mark.to ? tr("note: %1").arg(shownText(*mark.to)) : tr("no note");
        row.undone = notes.isUndone(group.key);
        rows.push_back(std::move(row));
    }
    // The log's order; what is not written yet came last, and by time.
    std::stable_sort(rows.begin(), rows.end(), [](const HistoryRow& a, const HistoryRow& b) {
        return a.order != b.order ? a.order > b.order : a.time_ms > b.time_ms;
    });
    return rows;
}

}  // namespace triptych::ui
