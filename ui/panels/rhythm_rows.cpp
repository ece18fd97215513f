#include "ui/panels/rhythm_rows.h"

#include "ui/panels/readable.h"
#include "ui/panels/rhythm_words.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/pane.h"
#include "ui/panes/rhythm_colours.h"

#include <algorithm>
#include <utility>

namespace triptych::ui {

RhythmRows::RhythmRows(const ViewState& state, QStringList titles, QObject* parent)
    : QAbstractTableModel(parent), state_(state), titles_(std::move(titles)) {}

int RhythmRows::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int RhythmRows::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(titles_.size());
}

QVariant RhythmRows::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= titles_.size()) return {};
    if (role == Qt::DisplayRole) return titles_[section];
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>((isNumber(section) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return {};
}

QVariant RhythmRows::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const std::size_t of = at(index.row());
    if (role == Qt::DisplayRole) return text(of, index.column());
    if (role == Qt::TextAlignmentRole) {
        return static_cast<int>((isNumber(index.column()) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    return extra(of, index.column(), role);
}

void RhythmRows::refresh() {
    beginResetModel();
    rows_ = wanted();
    endResetModel();
}

std::optional<int> RhythmRows::rowOf(std::size_t index) const {
    const auto found = std::lower_bound(rows_.begin(), rows_.end(), index);
    if (found == rows_.end() || *found != index) return std::nullopt;
    return static_cast<int>(found - rows_.begin());
}

QString RhythmRows::asText() const {
    QStringList lines{titles_.join(QLatin1Char('\t'))};
    for (const std::size_t index : rows_) {
        QStringList cells;
        for (int column = 0; column < columnCount(); ++column) cells << text(index, column);
        lines << cells.join(QLatin1Char('\t'));
    }
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

EpisodeRows::EpisodeRows(const ViewState& state, QObject* parent)
    : RhythmRows(state, {tr("Begin"), tr("Lasts"), tr("Rhythm"), tr("p"), QString()}, parent) {}

std::vector<std::size_t> EpisodeRows::wanted() const {
    std::vector<std::size_t> out;
    const auto& episodes = state_.rhythm().episodes();
    for (std::size_t i = 0; i < episodes.size(); ++i) {
        if (state_.rhythm().episodeFilter().passes(episodes[i].rhythm)) out.push_back(i);
    }
    return out;
}

QString EpisodeRows::text(std::size_t index, int column) const {
    const auto& episodes = state_.rhythm().episodes();
    if (index >= episodes.size()) return {};
    const rhythm::Episode& episode = episodes[index];
    switch (column) {
        case kBegin:
            return timeAxis(state_.record()).text(episode.span.from_s, 1);
        case kLasts:
            return lengthText(episode.span.to_s - episode.span.from_s);
        case kRhythm:
            return rhythmName(episode.rhythm);
        case kProbability:
            return episode.by_reader ? QString() : probabilityText(episode.probability);
        case kNotes:
            return episode.by_reader ? QStringLiteral("✎") : QString();
        default:
            return {};
    }
}

QVariant EpisodeRows::extra(std::size_t index, int column, int role) const {
    const auto& episodes = state_.rhythm().episodes();
    if (index >= episodes.size()) return {};
    const rhythm::Episode& episode = episodes[index];
    if (role == Qt::DecorationRole && column == kRhythm) {
        return rhythmColour(episode.rhythm, state_.display().theme());
    }
    if (role == Qt::ToolTipRole) return plainTip(evidenceText(episode, state_.rhythm().sayingOf(episode)));
    return {};
}

EventRows::EventRows(const ViewState& state, QObject* parent)
    : RhythmRows(state, {tr("Time"), tr("What"), tr("Value")}, parent) {}

std::vector<std::size_t> EventRows::wanted() const {
    std::vector<std::size_t> out;
    const auto& events = state_.rhythm().events();
    const RhythmEventKind kind = state_.rhythm().eventKind();
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (kind == RhythmEventKind::all || kindOf(events[i]) == kind) out.push_back(i);
    }
    return out;
}

QString EventRows::text(std::size_t index, int column) const {
    const auto& events = state_.rhythm().events();
    if (index >= events.size()) return {};
    switch (column) {
        case kTime:
            return timeAxis(state_.record()).text(events[index].time_s, 1);
        case kWhat:
            return eventName(events[index]);
        case kValue:
            return eventValue(events[index]);
        default:
            return {};
    }
}

QVariant EventRows::extra(std::size_t index, int column, int role) const {
    const auto& events = state_.rhythm().events();
    if (index >= events.size()) return {};
    if (role == Qt::ToolTipRole && column == kWhat) return plainTip(eventName(events[index]));
    return {};
}

}  // namespace triptych::ui
