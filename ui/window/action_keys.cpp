#include "ui/window/action_keys.h"

#include "ui/window/action_table.h"

#include <QKeySequence>

namespace triptych::ui {

QString keyOf(std::string_view action_id) {
    for (const ActionSpec& spec : actionTable()) {
        if (action_id != spec.id) continue;
        const QString first = QString::fromUtf8(spec.keys).section(QStringLiteral(" | "), 0, 0);
        QString key = QKeySequence::fromString(first, QKeySequence::PortableText).toString(QKeySequence::NativeText);
        // Arrows are what stands on these keys.
        for (const auto& [portable, arrow] : {std::pair(Qt::Key_Left, u"←"), std::pair(Qt::Key_Right, u"→")}) {
            key.replace(QKeySequence(portable).toString(QKeySequence::NativeText), QString::fromUtf16(arrow));
        }
        return key;
    }
    Q_ASSERT_X(false, "keyOf", "no such action");
    return {};
}

QString withKeys(QString sentence) {
    for (const ActionSpec& spec : actionTable()) {
        const QString place = QStringLiteral("{%1}").arg(QString::fromUtf8(spec.id));
        if (sentence.contains(place)) sentence.replace(place, keyOf(spec.id));
    }
    return sentence;
}

}  // namespace triptych::ui
