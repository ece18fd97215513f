// Notices that the files of the recording in view were cut, replaced or written to: reading them fails nowhere, and the
// trace would lose its samples without a word.
#pragma once

#include "core/domain/recording.h"
#include "ui/panes/background.h"

#include <QObject>
#include <QTimer>

#include <vector>

namespace triptych::ui {

// GUI thread. Looks every two seconds, on a lane of its own: where files lie on a network the answer may take long.
class FileWatch : public QObject {
    Q_OBJECT
public:
    explicit FileWatch(QObject* parent = nullptr);

    // From now on this recording, of which nothing is said as yet; none watches nothing.
    void follow(RecordingPtr recording);

Q_SIGNALS:
    // What is to be said now in place of what was said before: the words have changed. `is_cut`: samples are lost.
    void changed(const std::vector<triptych::Warning>& changes, bool is_cut);

private:
    struct Look {
        std::vector<Warning> changes;
        bool is_cut = false;
    };

    void look();
    void deliver(std::optional<Look> look);

    RecordingPtr recording_;
    std::vector<QString> said_;
    QTimer timer_;
    Latest<Look> lane_;  // last: joined first
};

}  // namespace triptych::ui
