// Readers' notes of the recording in view: kept as events of the log, shown among what its files say of its time line.
#pragma once

#include "core/domain/layer.h"
#include "core/review/note_journal.h"
#include "ui/state/record_state.h"

#include <QObject>
#include <QString>

#include <optional>
#include <string>
#include <string_view>

namespace triptych::ui {

class LabelDesk;

// GUI thread.
class NoteDesk : public QObject {
    Q_OBJECT
public:
    // `labels` has the log: its keeper writes what is done here, too. Both outlive this.
    NoteDesk(RecordState& record, LabelDesk& labels, QObject* parent = nullptr);

    // `layers`: what the recording's files say; readers' notes are shown beside them.
    void begin(Layers layers);
    void close();

    // The note at most `within_s` from a time, the nearest; its text and its own time.
    struct Note {
        double time_s = 0;
        QString text;
    };
    [[nodiscard]] std::optional<Note> near(double time_s, double within_s) const;
    // One step of undo. An empty text takes the note there away. False when nothing would change or the log is not read
    // yet.
    bool write(double time_s, const QString& text, std::string_view tool);
    bool setUndone(const std::string& key, bool undone);
    [[nodiscard]] const review::NoteJournal& journal() const { return journal_; }

Q_SIGNALS:
    void said(const QString& sentence);
    void changed();  // the journal

private:
    void show();
    void take(store::EventGroup group);

    RecordState& record_;
    LabelDesk& labels_;
    Layers of_files_;
    review::NoteJournal journal_;
};

}  // namespace triptych::ui
