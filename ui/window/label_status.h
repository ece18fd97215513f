// In the status bar: how many labels there are, in which project, and whether all of them are on the disk.
#pragma once

#include <QObject>

class QLabel;
class QStatusBar;

namespace triptych::ui {

class LabelDesk;

// GUI thread. The label belongs to the status bar.
class LabelStatus : public QObject {
    Q_OBJECT
public:
    LabelStatus(const LabelDesk& desk, QStatusBar& bar);

private:
    void show();

    const LabelDesk& desk_;
    QLabel* label_;
};

}  // namespace triptych::ui
