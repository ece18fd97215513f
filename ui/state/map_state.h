// How the map of an explanation is drawn and how its test came out: what workers find after the map itself has come.
#pragma once

#include "core/domain/explanation.h"

#include <QObject>
#include <QString>

#include <memory>

namespace triptych::ui {

// GUI thread; computes nothing. Goes with the explanation that it belongs to, but for `absolute`.
class MapState : public QObject {
    Q_OBJECT
public:
    // Whether the map was tested on its model (docs/methods.md §7).
    enum class Test { none, running, done, impossible, failed };

    explicit MapState(QObject* parent = nullptr) : QObject(parent) {}

    // The explanation in view again, with scales or a badge that came later; null: there is nothing to add.
    [[nodiscard]] const std::shared_ptr<const Explanation>& refined() const { return refined_; }
    void setRefined(std::shared_ptr<const Explanation> refined);
    [[nodiscard]] Test test() const { return test_; }
    [[nodiscard]] const QString& why() const { return why_; }  // it is impossible, or failed
    void setTest(Test test, const QString& why = {});
    // It was tested, and random orders do as well.
    [[nodiscard]] bool isGrey() const {
        return test_ == Test::done && refined_ && refined_->badge && !refined_->badge->beatsRandom();
    }
    // Sizes alone are drawn: neither for nor against.
    [[nodiscard]] bool absolute() const { return absolute_; }
    void setAbsolute(bool absolute);
    void forget();

Q_SIGNALS:
    void changed();

private:
    std::shared_ptr<const Explanation> refined_;
    Test test_ = Test::none;
    QString why_;
    bool absolute_ = false;
};

}  // namespace triptych::ui
