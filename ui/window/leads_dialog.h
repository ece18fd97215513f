// Which leads are drawn one below the other, and in which order: ticks, and a list that is dragged or moved by keys.
#pragma once

#include "core/domain/recording.h"

#include <QDialog>

#include <cstddef>
#include <vector>

class QListWidget;
class QPushButton;

namespace triptych::ui {

class LeadsDialog : public QDialog {
    Q_OBJECT
public:
    // `shown`: as they are drawn now.
    LeadsDialog(const Recording& recording, const std::vector<std::size_t>& shown, QWidget* parent = nullptr);

    // In the order of the list; empty: as the recording has them.
    [[nodiscard]] std::vector<std::size_t> chosen() const;

private:
    void fill(const std::vector<std::size_t>& shown);
    void move(int by);
    void follow();

    const Recording& recording_;
    QListWidget* list_ = nullptr;
    QPushButton* ok_ = nullptr;
    QPushButton* up_ = nullptr;
    QPushButton* down_ = nullptr;
};

}  // namespace triptych::ui
