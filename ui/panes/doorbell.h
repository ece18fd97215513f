// Tells the GUI thread that something waits for it. What waits is handed over under a lock of the owner's own; a ring
// carries nothing, not even a closure, so that a tool which watches threads sees all that passes between them.
#pragma once

#include <QCoreApplication>
#include <QEvent>
#include <QObject>

#include <functional>
#include <utility>

namespace triptych::ui {

// Lives on the thread of the owner whose member it is. Rings that nobody heard when it goes are dropped with it;
// whoever may still ring is joined before.
class Doorbell : public QObject {
public:
    // `answer` is called from the event loop of the owner's thread, once for every ring.
    Doorbell(const QObject& owner, std::function<void()> answer) : answer_(std::move(answer)) {
        moveToThread(owner.thread());
    }

    // Any thread.
    void ring() { QCoreApplication::postEvent(this, new QEvent(QEvent::User)); }

protected:
    void customEvent(QEvent* /*ring*/) override { answer_(); }

private:
    std::function<void()> answer_;
};

}  // namespace triptych::ui
