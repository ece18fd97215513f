// What is printed, and how it will look: a page to look at, then a printer or a PDF.
#pragma once

#include "ui/window/page_printer.h"
#include "ui/window/print_request.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace triptych::ui {

class PrintDialog : public QDialog {
    Q_OBJECT
public:
    // `model`: as for printRequest(). The state must outlive it.
    PrintDialog(const ViewState& state, QString model, const PrintChoices& choices, QWidget* parent = nullptr);

    [[nodiscard]] PrintChoices choices() const;
    [[nodiscard]] pages::PageRequest request() const { return printRequest(state_, choices(), model_); }
    // Accepted: onto a printer; else into a file.
    [[nodiscard]] bool wantsPrinter() const { return wants_printer_; }

private:
    void preview();
    void show(const PagePreview& preview);

    const ViewState& state_;
    QString model_;
    QComboBox* part_ = nullptr;
    QComboBox* size_ = nullptr;
    QCheckBox* beats_ = nullptr;
    QCheckBox* patient_ = nullptr;
    QSpinBox* page_ = nullptr;
    QLabel* picture_ = nullptr;
    QLabel* says_ = nullptr;
    QPushButton* to_pdf_ = nullptr;
    QPushButton* to_printer_ = nullptr;
    bool wants_printer_ = false;
    PagePreviewer previewer_;
};

}  // namespace triptych::ui
