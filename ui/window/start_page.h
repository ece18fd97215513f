// What an empty window offers: open, the sample, and what was read lately.
#pragma once

#include "core/domain/recording_ref.h"

#include <QList>
#include <QWidget>

class QAction;
class QVBoxLayout;

namespace triptych::ui {

// GUI thread.
class StartPage : public QWidget {
    Q_OBJECT
public:
    StartPage(QAction& open, QAction& sample, QWidget* parent = nullptr);

    void setRecent(const QList<RecordingRef>& recordings);

Q_SIGNALS:
    void chosen(const triptych::RecordingRef& recording);

private:
    QVBoxLayout* recent_;
    QWidget* recent_part_;
};

}  // namespace triptych::ui
