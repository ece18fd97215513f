// Answers the window's modal dialogs, one after the other, as a reader would: from the event loop that they run.
#pragma once

#include <QApplication>
#include <QDialogButtonBox>
#include <QPushButton>
#include <QTimer>
#include <QWidget>

#include <functional>
#include <utility>
#include <vector>

namespace triptych::test {

// Each answer is asked until it takes the dialog in front for its own and returns true; then the next one is.
class DialogDriver : public QObject {
public:
    using Answer = std::function<bool(QWidget& dialog)>;

    explicit DialogDriver(std::vector<Answer> answers) : answers_(std::move(answers)) {
        look_.callOnTimeout(this, [this] {
            QWidget* dialog = QApplication::activeModalWidget();
            if (dialog != nullptr && answered_ < answers_.size() && answers_[answered_](*dialog)) ++answered_;
        });
        look_.start(20);
    }
    [[nodiscard]] bool done() const { return answered_ == answers_.size(); }

private:
    std::vector<Answer> answers_;
    std::size_t answered_ = 0;
    QTimer look_;
};

// Queued: what a click opens runs an event loop of its own, within which the next answer must be free to come.
inline bool click(QWidget& dialog, QDialogButtonBox::StandardButton which) {
    for (auto* box : dialog.findChildren<QDialogButtonBox*>()) {
        QPushButton* button = box->button(which);
        if (button == nullptr) continue;
        QMetaObject::invokeMethod(button, "click", Qt::QueuedConnection);
        return true;
    }
    return false;
}

}  // namespace triptych::test
