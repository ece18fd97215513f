#include "ui/window/action_keys.h"

#include "ui/window/action_table.h"

#include <QKeySequence>

namespace triptych::ui {

QString keyOf(ActionId id) {
    for (const ActionSpec& spec : actionTable()) {
        if (spec.id != id) continue;
        const QString first = QString::fromUtf8(spec.keys).section(QStringLiteral(" | "), 0, 0);
        QString key = QKeySequence::fromString(first, QKeySequence::PortableText).toString(QKeySequence::NativeText);
        // Arrows are what stands on these keys.
        for (const auto& [portable, arrow] : {std::pair(Qt::Key_Left, u"←"), std::pair(Qt::Key_Right, u"→")}) {
            key.replace(QKeySequence(portable).toString(QKeySequence::NativeText), QString::fromUtf16(arrow));
        }
        return key;
    }
    return {};
}

QString withKeys(QString sentence) {
    if (!sentence.contains('{')) return sentence;  // most: what follows would be half of the window's making
    const auto names = QMetaEnum::fromType<ActionId>();
    for (const ActionSpec& spec : actionTable()) {
        if (!spec.id) continue;
        const QString place = QStringLiteral("{%1}").arg(QLatin1String(names.valueToKey(static_cast<int>(*spec.id))));
        if (sentence.contains(place)) sentence.replace(place, keyOf(*spec.id));
    }
    return sentence;
}

}  // namespace triptych::ui
