// What an empty window offers: open, the sample, and what was read lately.
#pragma once

#include <QStringList>
#include <QWidget>

class QAction;
class QVBoxLayout;

namespace triptych::ui {

// GUI thread.
class StartPage : public QWidget {
    Q_OBJECT
public:
    StartPage(QAction& open, QAction& sample, QWidget* parent = nullptr);

    void setRecent(const QStringList& paths);

Q_SIGNALS:
    void chosen(const QString& path);

private:
    QVBoxLayout* recent_;
    QWidget* recent_part_;
};

}  // namespace triptych::ui
