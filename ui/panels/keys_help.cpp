#include "ui/panels/keys_help.h"

#include "ui/panels/action_finder.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QTextBrowser>
#include <QVBoxLayout>

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
    return QStringLiteral("<h3>%1</h3><table cellspacing='0' cellpadding='2'>%2</table>").arg(title.toHtmlEscaped(), rows);
}

}  // namespace

KeysHelp::KeysHelp(const ActionGroupList& groups, QWidget* parent) : QDialog(parent) {
    setWindowTitle(tr("Keys"));
    // Two columns of about the same length: everything is seen without scrolling.
    qsizetype lines = 0;
    for (const auto& [title, actions] : groups) lines += actions.size() + 3;
    QString left, right;
    qsizetype used = 0;
    for (const auto& [title, actions] : groups) {
        (used * 2 < lines ? left : right) += tableOf(title, actions);
        used += actions.size() + 3;
    }
    const QString mouse = tr("<h3>Mouse</h3><p>Wheel: zoom time at the cursor. Ctrl+wheel: gain. Shift+wheel or middle "
                             "drag: pan. Left drag: pan the rhythm. Shift+drag: select a stretch. Click: select a beat. "
                             "Double click: centre it.</p>");
    auto* text = new QTextBrowser;
    text->setHtml(QStringLiteral("<table width='100%' cellspacing='0'><tr><td width='50%' style='padding-right:24px'>%1"
                                 "</td><td width='50%'>%2%3</td></tr></table>")
                      .arg(left, right, mouse));
    text->setAccessibleName(tr("All keys"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(buttons);
    resize(860, 680);
}

}  // namespace triptych::ui
