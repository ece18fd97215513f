#include "ui/panels/keys_help.h"

#include "ui/panels/action_finder.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QScreen>
#include <QTextBrowser>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace triptych::ui {
namespace {

QString tableOf(const QString& title, const QList<QAction*>& actions) {
    QString rows;
    for (const QAction* action : actions) {
        const QString keys = keysText(*action);
        if (keys.isEmpty()) continue;
        rows += QStringLiteral("<tr><td style='padding-right:14px'><b>%1</b></td><td>%2</td></tr>")
                    .arg(keys.toHtmlEscaped(), plainText(*action).toHtmlEscaped());
    }
    if (rows.isEmpty()) return {};
    return QStringLiteral("<h3>%1</h3><table cellspacing='0' cellpadding='1'>%2</table>")
        .arg(title.toHtmlEscaped(), rows);
}

}  // namespace

KeysHelp::KeysHelp(const ActionGroupList& groups, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    // Columns of about the same length, the longest menus first: everything is seen at once on most screens.
    constexpr qsizetype kTitleLines = 3;
    ActionGroupList by_length = groups;
    std::stable_sort(by_length.begin(), by_length.end(),
                     [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
    std::array<QString, 3> columns;
    std::array<qsizetype, 3> lines{};
    const auto shortest = [&lines] {
        return static_cast<std::size_t>(std::min_element(lines.begin(), lines.end()) - lines.begin());
    };
    for (const auto& [title, actions] : by_length) {
        const std::size_t column = shortest();
        columns[column] += tableOf(title, actions);
        lines[column] += actions.size() + kTitleLines;
    }
    const QString mouse =
        tr("<h3>Mouse</h3><p>Wheel: zoom time at the cursor. %1+wheel: gain. %2+wheel or middle "
           "drag: pan. Left drag: pan the rhythm. %2+drag: select a stretch. Click: select a beat. "
           "Double click: centre it.</p>")
            .arg(QCoreApplication::translate("QShortcut", "Ctrl"), QCoreApplication::translate("QShortcut", "Shift"));
    auto* text = new QTextBrowser;
    columns[shortest()] += mouse;
    QString cells;
    for (const QString& column : columns)
        cells += QStringLiteral("<td width='33%' style='padding-right:20px'>%1</td>").arg(column);
    text->setHtml(QStringLiteral("<table width='100%' cellspacing='0'><tr>%1</tr></table>").arg(cells));
    text->setAccessibleName(tr("All keys"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(buttons);
    const QSize room = screen() != nullptr ? screen()->availableSize() : QSize(1280, 720);
    resize(QSize(1180, 800).boundedTo(room - QSize(40, 60)));
}

}  // namespace triptych::ui
