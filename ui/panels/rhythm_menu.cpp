#include "ui/panels/rhythm_menu.h"

#include "ui/panels/rhythm_words.h"
#include "ui/panes/rhythm_colours.h"

#include <QPixmap>

namespace triptych::ui {
namespace {

constexpr int kSwatch_px = 12;

}  // namespace

RhythmMenu::RhythmMenu(Theme theme, QWidget* parent) : QMenu(parent) {
    setObjectName(QStringLiteral("rhythms"));
    for (std::size_t i = 0; i < rhythm::kRhythms; ++i) {
        const auto rhythm = static_cast<rhythm::Rhythm>(i);
        QPixmap swatch(kSwatch_px, kSwatch_px);
        swatch.fill(rhythmColour(rhythm, theme));
        QAction* one = addAction(QIcon(swatch), rhythmName(rhythm));
        one->setIconVisibleInMenu(true);
        one->setData(static_cast<int>(i));
        connect(one, &QAction::triggered, this, [this, rhythm] { Q_EMIT chosen(rhythm); });
    }
}

}  // namespace triptych::ui
