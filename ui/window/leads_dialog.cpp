#include "ui/window/leads_dialog.h"

#include "ui/panes/fitting_text.h"

#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <numeric>

namespace triptych::ui {
namespace {

constexpr int kLead = Qt::UserRole;

std::vector<std::size_t> asRecorded(const Recording& recording) {
    std::vector<std::size_t> leads(recording.leads.size());
    std::iota(leads.begin(), leads.end(), std::size_t{0});
    return leads;
}

}  // namespace

LeadsDialog::LeadsDialog(const Recording& recording, const std::vector<std::size_t>& shown, QWidget* parent)
    : QDialog(parent), recording_(recording), list_(new QListWidget) {
    setWindowTitle(tr("Leads shown"));
    auto* text = new QLabel(tr("A tick shows a lead; drag a lead, or move it with the buttons."));
    text->setTextFormat(Qt::PlainText);
    list_->setAccessibleName(tr("Leads, from the top down"));
    list_->setDragDropMode(QAbstractItemView::InternalMove);
    up_ = new QPushButton(tr("&Up"));
    down_ = new QPushButton(tr("&Down"));
    auto* usual = new QPushButton(tr("As &recorded"));
    usual->setToolTip(tr("All leads, in the order of the recording"));
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel);
    ok_ = buttons->button(QDialogButtonBox::Ok);
    connect(up_, &QPushButton::clicked, this, [this] { move(-1); });
    connect(down_, &QPushButton::clicked, this, [this] { move(1); });
    connect(usual, &QPushButton::clicked, this, [this] { fill(asRecorded(recording_)); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(list_, &QListWidget::itemChanged, this, &LeadsDialog::follow);
    connect(list_, &QListWidget::currentRowChanged, this, &LeadsDialog::follow);
    auto* side = new QVBoxLayout;
    for (QPushButton* button : {up_, down_, usual}) side->addWidget(button);
    side->addStretch(1);
    auto* middle = new QHBoxLayout;
    middle->addWidget(list_, 1);
    middle->addLayout(side);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addLayout(middle, 1);
    layout->addWidget(buttons);
    fill(shown);
    list_->setFocus();
}

// Those that are shown first; what is hidden follows, without a tick.
void LeadsDialog::fill(const std::vector<std::size_t>& shown) {
    const QSignalBlocker quiet(list_);
    list_->clear();
    const auto add = [this](std::size_t lead, bool is_shown) {
        const QString name = QString::fromStdString(recording_.leads[lead].name);
        auto* item = new QListWidgetItem(shortened(name, list_->fontMetrics(), kStrangersName_px));
        item->setData(kLead, static_cast<qulonglong>(lead));
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable | Qt::ItemIsDragEnabled);
        item->setCheckState(is_shown ? Qt::Checked : Qt::Unchecked);
        list_->addItem(item);
    };
    for (const std::size_t lead : shown) add(lead, true);
    for (const std::size_t lead : asRecorded(recording_)) {
        if (std::ranges::find(shown, lead) == shown.end()) add(lead, false);
    }
    list_->setCurrentRow(0);
    follow();
}

void LeadsDialog::move(int by) {
    const int from = list_->currentRow(), to = from + by;
    if (from < 0 || to < 0 || to >= list_->count()) return;
    list_->insertItem(to, list_->takeItem(from));
    list_->setCurrentRow(to);
    follow();
}

void LeadsDialog::follow() {
    const int row = list_->currentRow();
    up_->setEnabled(row > 0);
    down_->setEnabled(row >= 0 && row + 1 < list_->count());
    bool any = false;
    for (int i = 0; i < list_->count(); ++i) any = any || list_->item(i)->checkState() == Qt::Checked;
    ok_->setEnabled(any);  // a paper without a lead shows nothing
}

std::vector<std::size_t> LeadsDialog::chosen() const {
    std::vector<std::size_t> leads;
    for (int i = 0; i < list_->count(); ++i) {
        if (list_->item(i)->checkState() == Qt::Checked) leads.push_back(list_->item(i)->data(kLead).toULongLong());
    }
    return leads == asRecorded(recording_) ? std::vector<std::size_t>() : leads;
}

}  // namespace triptych::ui
