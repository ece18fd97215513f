// The program's QApplication, with a watch over its thread: how long it has been busy, how long each event that is no
// paint held it, and which was the longest. By the clock, and by what the thread computed meanwhile: on a machine that
// others use, too, the second alone says something of the program.
#pragma once

#include <QApplication>
#include <QString>

namespace triptych::ui {

class GuiWatch : public QApplication {
public:
    GuiWatch(int& argc, char** argv) : QApplication(argc, argv) {}
    [[nodiscard]] static GuiWatch& instance() { return static_cast<GuiWatch&>(*QCoreApplication::instance()); }

    bool notify(QObject* receiver, QEvent* event) override;

    struct Time {
        double clock_ms = 0, computed_ms = 0;

        Time& operator+=(const Time& more);
        friend Time operator-(const Time& a, const Time& b) {
            return {a.clock_ms - b.clock_ms, a.computed_ms - b.computed_ms};
        }
    };

    // From here on.
    void begin();
    // Counted as if an event had brought it about; not one of the longest, which are those that nobody waits for.
    template <class Deed>
    void deed(const Deed& deed) {
        ++depth_;
        const Time began = now();
        deed();
        --depth_;
        busy_ += now() - began;
        tell();
    }
    [[nodiscard]] const Time& busy() const { return busy_; }
    [[nodiscard]] const Time& untilPainted() const { return until_painted_; }  // busy, up to the first paint's end

    // Of all events since forgetLongest() the most that one held the thread, without the paints in it; and the one that
    // computed most.
    [[nodiscard]] const Time& longest() const { return longest_; }
    [[nodiscard]] const QString& longestIs() const { return longest_is_; }
    void forgetLongest();

private:
    [[nodiscard]] static Time now();
    void tell();

    int depth_ = 0, paint_depth_ = 0;
    bool painted_ = false, told_ = false;
    Time busy_, until_painted_, painting_, longest_;
    QString longest_is_;
};

// Runs the event loop for so long, as if nobody touched anything.
void let(int ms);

}  // namespace triptych::ui
