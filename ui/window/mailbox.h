// From a lane's thread to the GUI thread: letters wait under a lock of our own, in their order, and a bell only
// says that there are some.
#pragma once

#include "ui/panes/doorbell.h"

#include <QObject>

#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace triptych::ui {

// A member of the QObject that it serves, declared before the lane that posts, so that the lane is joined first.
// Letters that nobody has opened when the owner goes are dropped.
class Mailbox {
public:
    using Letter = std::function<void()>;

    explicit Mailbox(QObject& owner) : bell_(owner, [this] { open(); }) {}
    Mailbox(const Mailbox&) = delete;
    Mailbox& operator=(const Mailbox&) = delete;

    // Any thread. The letter is called on the owner's thread, from its event loop.
    void post(Letter letter) {
        bool first = false;
        {
            const std::scoped_lock lock(mutex_);
            first = letters_.empty();
            letters_.push_back(std::move(letter));
        }
        if (first) bell_.ring();
    }

private:
    void open() {
        std::vector<Letter> letters;
        {
            const std::scoped_lock lock(mutex_);
            letters.swap(letters_);
        }
        for (const Letter& letter : letters) letter();
    }

    std::mutex mutex_;
    std::vector<Letter> letters_;  // guarded by mutex_
    Doorbell bell_;
};

}  // namespace triptych::ui
