#include "ui/panels/label_palette.h"

#include "core/domain/annotation.h"
#include "core/domain/own_labels.h"
#include "ui/panels/readable.h"
#include "ui/panes/label_colours.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <vector>

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
    std::vector<std::uint8_t> labels;
    for (std::uint8_t code = 1; code < kAnnotationCodes; ++code) {
        if (isBeat(code)) labels.push_back(code);
    }
    const auto own = offeredOwnLabels();
    labels.insert(labels.end(), own.begin(), own.end());
    const int rows = (static_cast<int>(labels.size()) + kColumns - 1) / kColumns;
    for (const std::uint8_t label : labels) {
        QString meaning = labelMeaning(label);
        auto* button = new QPushButton(labelText(label) + QStringLiteral("   ") +
                                       meaning.replace(QLatin1Char('&'), QStringLiteral("&&")));
        button->setFlat(true);
        button->setAutoDefault(false);
        button->setAccessibleName(labelMeaning(label));
        button->setStyleSheet(QStringLiteral("QPushButton { text-align:left; padding:3px 8px; color:%1; }")
                                  .arg(labelInk(label, theme, ui::palette(theme).window).name()));
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
    const auto own = offeredOwnLabels();
    if (code && (isOwn(*code) ? std::ranges::find(own, *code) != own.end() : isBeat(*code))) {
        choose(*code);
        return;
    }
    QDialog::keyPressEvent(event);
}

}  // namespace triptych::ui
