#include "ui/window/note_desk.h"

#include "ui/panels/readable.h"
#include "ui/panels/when_text.h"
#include "ui/window/label_desk.h"

#include <cmath>
#include <utility>
#include <vector>

namespace triptych::ui {

NoteDesk::NoteDesk(RecordState& record, LabelDesk& labels, QObject* parent)
    : QObject(parent), record_(record), labels_(labels) {
    connect(&labels_, &LabelDesk::logRead, this, [this](const std::vector<store::EventGroup>& groups) {
        journal_ = review::NoteJournal(labels_.rate_hz(), labels_.reader(), groups);
        show();
    });
    connect(&labels_, &LabelDesk::groupsArrived, this, [this](const std::vector<store::EventGroup>& groups) {
        bool any = false;
        for (const store::EventGroup& group : groups) any = !journal_.take(group, false).empty() || any;
        if (any) show();
    });
    connect(&labels_, &LabelDesk::groupsKept, this, [this](const auto& kept) {
        for (const auto& [key, order] : kept) journal_.keep(key, order);
    });
}

void NoteDesk::begin(Layers layers) {
    of_files_ = std::move(layers);
    journal_ = {};
    show();
}

void NoteDesk::close() {
    of_files_.clear();
    journal_ = {};
    Q_EMIT changed();
}

void NoteDesk::show() {
    Layers all = of_files_;
    if (auto notes = review::noteLayer(journal_, labels_.reader())) all.push_back(std::move(notes));
    record_.setLayers(std::move(all));
    Q_EMIT changed();
}

void NoteDesk::take(store::EventGroup group) {
    labels_.keepElsewhere(group);
    journal_.take(std::move(group), true);
    show();
}

std::optional<NoteDesk::Note> NoteDesk::near(double time_s, double within_s) const {
    std::optional<Note> best;
    double best_s = within_s;
    for (const auto& [sample, note] : journal_.notes()) {
        const double at_s = static_cast<double>(sample) / journal_.rate_hz();
        if (std::abs(at_s - time_s) > best_s) continue;
        best_s = std::abs(at_s - time_s);
        best = Note{at_s, QString::fromStdString(note.text)};
    }
    return best;
}

bool NoteDesk::write(double time_s, const QString& text, std::string_view tool) {
    if (!labels_.isReady() || journal_.rate_hz() <= 0) return false;
    const std::int64_t sample = std::llround(time_s * journal_.rate_hz());
    const auto there = journal_.notes().find(sample);
    const std::string now = review::noteText(text.toStdString());
    const std::string before = there == journal_.notes().end() ? std::string() : there->second.text;
    if (now == before) return false;
    store::EventGroup group = labels_.newGroup(store::EventKind::edit, tool);
    group.layer = std::string(review::kNoteLayer);
    group.marks = {
        review::noteMark(sample, journal_.rate_hz(), before.empty() ? std::nullopt : std::optional(before), now)};
    take(std::move(group));
    return true;
}

bool NoteDesk::setUndone(const std::string& key, bool undone) {
    const auto places = journal_.placesOf(key);
    if (!labels_.isReady() || places.empty() || journal_.isUndone(key) == undone) return false;
    store::EventGroup group = labels_.newGroup(undone ? store::EventKind::undo : store::EventKind::redo, "key");
    group.layer = std::string(review::kNoteLayer);
    group.target = key;
    take(std::move(group));
    const QString where = whenText(record_, static_cast<double>(places.front()) / journal_.rate_hz());
    Q_EMIT said(undone ? tr("Taken back: the note at %1.").arg(where) : tr("Made again: the note at %1.").arg(where));
    return true;
}

}  // namespace triptych::ui
