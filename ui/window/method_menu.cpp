#include "ui/window/method_menu.h"

#include "core/text/said.h"
#include "ui/panels/explanation_panel.h"

#include <QActionGroup>

namespace triptych::ui {

MethodMenu::MethodMenu(ExplanationPanel& panel, QWidget* parent) : QMenu(tr("Explain &by"), parent) {
    setObjectName(QStringLiteral("explain_by"));
    setToolTipsVisible(true);
    auto* group = new QActionGroup(this);
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        const QString id = QString::fromUtf8(method.id.data(), static_cast<qsizetype>(method.id.size()));
        QAction* entry = addAction(QString::fromStdString(text::translated(method.title)));
        entry->setData(id);
        entry->setToolTip(QString::fromStdString(text::translated(method.describes)));
        entry->setCheckable(true);
        group->addAction(entry);
        connect(entry, &QAction::triggered, this, [&panel, id] { panel.setMethod(id.toStdString()); });
    }
    const auto follow = [this, &panel] {
        for (QAction* entry : actions()) entry->setChecked(entry->data().toString().toStdString() == panel.method());
    };
    connect(&panel, &ExplanationPanel::requestChanged, this, follow);
    follow();
}

}  // namespace triptych::ui
