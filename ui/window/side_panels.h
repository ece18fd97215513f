// A column of several panels, as the selected beat above the list of beats. The first takes the height that it needs
// and leaves the rest to those below, until the reader has drawn the border elsewhere.
#pragma once

#include <QSplitter>

class QScrollArea;

namespace triptych::ui {

// GUI thread.
class SidePanels : public QSplitter {
    Q_OBJECT
public:
    // Takes the widgets as its own.
    SidePanels(QWidget* panel, const QList<QWidget*>& below);

    [[nodiscard]] QByteArray saveBorder() const;  // empty: where it stands by itself
    void restoreBorder(const QByteArray& state);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    QWidget* panel_;
    QScrollArea* scroll_;
    bool drawn_by_reader_ = false;
};

}  // namespace triptych::ui
