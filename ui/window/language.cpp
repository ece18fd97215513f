#include "ui/window/language.h"

#include "core/text/said.h"

#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

#include <algorithm>
#include <limits>
#include <memory>

namespace triptych::ui {

void sayThroughQt() {
    text::setCatalogue([](std::string_view id, std::optional<std::int64_t> count) -> std::optional<std::string> {
        const QByteArray source(id.data(), static_cast<qsizetype>(id.size()));
        constexpr std::int64_t kMost = std::numeric_limits<int>::max();
        const int number = count ? static_cast<int>(std::min(*count, kMost)) : -1;
        const QString text = QCoreApplication::translate("core", source.constData(), nullptr, number);
        if (text == QString::fromUtf8(source)) return std::nullopt;  // English, with its own two forms
        return text.toStdString();
    });
}

bool installLanguage(const QString& folder) {
    auto translator = std::make_unique<QTranslator>(QCoreApplication::instance());
    const QString asked = qEnvironmentVariable("TRIPTYCH_TRANSLATION");
    const bool found = asked.isEmpty()
                           ? translator->load(QLocale(), QStringLiteral("triptych"), QStringLiteral("_"), folder)
                           : translator->load(asked);
    if (!found || !QCoreApplication::installTranslator(translator.get())) return false;
    translator.release();  // its parent, the application, has it
    return true;
}

}  // namespace triptych::ui
