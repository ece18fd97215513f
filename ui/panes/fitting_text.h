// Words that have to fit the room there is. Names of files, leads and models are a stranger's: of any length and any
// letters. They are shortened in their middle, and a number is written shorter or left out, but never cut.
#pragma once

#include <QFontMetrics>
#include <QString>
#include <QStringList>

namespace triptych::ui {

// On one line, whatever cannot be printed as a space, and elided in the middle to `room_px`.
[[nodiscard]] QString shortened(const QString& text, const QFontMetrics& metrics, int room_px);
// A sentence in which every word wider than `room_px` is shortened, so that it wraps wherever a line has that room.
[[nodiscard]] QString withShortWords(const QString& sentence, const QFontMetrics& metrics, int room_px);
// The first wording that fits into `room_px`; empty where none does.
[[nodiscard]] QString fittingWording(const QStringList& wordings, const QFontMetrics& metrics, int room_px);
// For a menu or a button, where "&" would underline the letter behind it.
[[nodiscard]] QString withoutMnemonics(QString text);
// The room of a stranger's name in a menu, a dialog or a message; and the name as a menu shows it.
inline constexpr int kStrangersName_px = 480;
[[nodiscard]] QString inMenu(const QString& name, const QFontMetrics& metrics);
// For a tool tip, which would read "<" as markup and run off the screen: a long word may be wrapped every sixty
// letters.
[[nodiscard]] QString plainTip(const QString& text);

}  // namespace triptych::ui
