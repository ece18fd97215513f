#include "ui/panels/label_palette.h"

#include "core/domain/annotation.h"
#include "ui/panels/readable.h"
#include "ui/panes/theme.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace triptych::ui {
namespace {

constexpr int kColumns = 2;

}  // namespace

LabelPalette::LabelPalette(Theme theme, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Label the beat"));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(2);
    int place = 0;
    int beats = 0;
    for (int code = 1; code < kAnnotationCodes; ++code) beats += isBeat(static_cast<std::uint8_t>(code)) ? 1 : 0;
    const int rows = (beats + kColumns - 1) / kColumns;
    for (int code = 1; code < kAnnotationCodes; ++code) {
        const auto label = static_cast<std::uint8_t>(code);
        if (!isBeat(label)) continue;
        auto* button = new QPushButton(labelText(label) + QStringLiteral("   ") + labelMeaning(label));
        button->setFlat(true);
        button->setAutoDefault(false);
        button->setAccessibleName(labelMeaning(label));
        button->setStyleSheet(
            QStringLiteral("QPushButton { text-align:left; padding:3px 8px; color:%1; }")
                .arg(withContrast(classColour(paintedClass(label), theme), ui::palette(theme).window).name()));
        connect(button, &QPushButton::clicked, this, [this, label] { choose(label); });
        grid->addWidget(button, place % rows, place / rows);
        ++place;
    }
    auto* hint = new QLabel(tr("Press a letter (capital and small ones differ), or %1 to leave the label as it is.")
                                .arg(QKeySequence(QKeySequence::Cancel).toString(QKeySequence::NativeText)));
    hint->setWordWrap(true);
    auto* layout = new QVBoxLayout(this);
    layout->addLayout(grid);
    layout->addWidget(hint);
}

void LabelPalette::choose(std::uint8_t code) {
    chosen_ = code;
    accept();
}

void LabelPalette::keyPressEvent(QKeyEvent* event) {
    const auto code = codeOfSymbol(event->text().toStdString());
    if (code && isBeat(*code)) {
        choose(*code);
        return;
    }
    QDialog::keyPressEvent(event);
}

}  // namespace triptych::ui
