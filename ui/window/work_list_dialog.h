// The recordings of a folder or of the project: who read which, how far, what became of the files; one is opened from
// here.
#pragma once

#include "core/pipeline/work_list.h"
#include "ui/panes/background.h"

#include <QDialog>
#include <QString>

#include <optional>
#include <string>

class QLabel;
class QPushButton;
class QTableWidget;

namespace triptych::ui {

// GUI thread; the files are looked at on a lane of its own, which closing the dialog stops.
class WorkListDialog : public QDialog {
    Q_OBJECT
public:
    // `folder`: empty: the recordings that the project knows.
    WorkListDialog(QString project, std::string reader, const QString& folder, QWidget* parent);

    [[nodiscard]] QString folder() const { return folder_; }  // as last chosen
    [[nodiscard]] QString chosen() const { return chosen_; }  // to open, once accepted

private:
    void look();
    void showList(const Result<pipeline::WorkList>& list);
    void follow();
    void open(int row);

    QString project_;
    std::string reader_;
    QString folder_, chosen_;
    pipeline::WorkList list_;
    std::optional<std::size_t> next_;
    QLabel* where_;
    QLabel* says_;
    QTableWidget* table_;
    QPushButton* open_;
    QPushButton* open_next_;
    Latest<Result<pipeline::WorkList>> lane_;  // last: joined first
};

}  // namespace triptych::ui
