// The report before it is written: its pages to look at, the reader's conclusion, and whether it names the patient.
#pragma once

#include "ui/window/report_desk.h"

#include <QDialog>

#include <memory>

class QCheckBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace triptych::ui {

// GUI thread.
class ReportDialog : public QDialog {
    Q_OBJECT
public:
    // `folder`: where saving begins.
    ReportDialog(ReportDesk& desk, QString folder, QWidget* parent);

    [[nodiscard]] const QString& written() const { return written_; }  // path; empty: nothing was written
    // What is told of the recording is another: the pages are made anew. `measuring`: more will come.
    void follow(bool measuring);
    // Errors: those of writeReport().
    Result<void> write(const QString& path);

private:
    void make();
    void showPage();
    void step(int by);
    void save();

    ReportDesk& desk_;
    QString folder_, written_;
    std::unique_ptr<ReportBook> book_;
    std::size_t page_ = 0;
    QPlainTextEdit* conclusion_;
    QCheckBox* patient_;
    QLabel* picture_;
    QLabel* number_;
    QLabel* says_;
    QLabel* waits_;
    QPushButton* back_;
    QPushButton* on_;
};

}  // namespace triptych::ui
