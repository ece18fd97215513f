// The beats that readers call different classes, side by side, for an adjudicator: a row goes to the beat, a letter
// decides.
#pragma once

#include <QDialog>
#include <QString>
#include <QStringList>

#include <cstdint>
#include <functional>
#include <vector>

class QLabel;
class QTableWidget;

namespace triptych::ui {

struct ConflictRow {
    double time_s = 0;
    std::int64_t sample = 0;
    QStringList letters;  // one a reader; empty: not labelled
    QString decided;      // "F by eve"; empty: open
};
struct ConflictTable {
    QStringList readers;
    std::vector<ConflictRow> rows;  // by time
};

// GUI thread. It stays open while the window is worked in.
class ConflictsDialog : public QDialog {
    Q_OBJECT
public:
    using Read = std::function<ConflictTable()>;

    ConflictsDialog(Read read, QWidget* parent);

public Q_SLOTS:
    // The first that nobody has decided: whoever listens to goTo() goes there.
    void toNextOpen();
    void fill();

Q_SIGNALS:
    void goTo(double time_s);
    void decided(qint64 sample, int code);

private:
    void follow();
    void decide(std::uint8_t code);

    Read read_;
    ConflictTable shown_;
    QTableWidget* table_;
    QLabel* progress_;
    std::vector<QWidget*> letters_;
};

}  // namespace triptych::ui
