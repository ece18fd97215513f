#include "ui/panels/alike_view.h"

#include "core/domain/annotation.h"
#include "ui/panels/readable.h"
#include "ui/panels/wrapping_label.h"
#include "ui/panes/fitting_text.h"
#include "ui/panes/theme.h"
#include "ui/state/on_any.h"

#include <QStringList>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace triptych::ui {
namespace {

QString percentText(double fraction) {
    return QStringLiteral("%1 %").arg(100 * fraction, 0, 'f', 0);
}

// What the beat is among its neighbours, and of which answers such beats are.
QString rowText(const BeatClusters& of) {
    if (of.row.empty() || of.row_share.size() != of.row.size()) return {};
    const auto most = static_cast<std::size_t>(std::ranges::max_element(of.row_share) - of.row_share.begin());
    const BeatCluster& cluster = of.row[most];
    QStringList shares;
    for (std::size_t k = 0; k < of.classes.size() && k < cluster.class_share.size(); ++k)
        shares << QString::fromStdString(of.classes[k]) + QChar::Space +
                      percentText(static_cast<double>(cluster.class_share[k]));
    const QString name =
        cluster.name.empty() ? AlikeView::tr("group %1").arg(most + 1) : QString::fromStdString(cluster.name);
    return AlikeView::tr(
               "Next to its neighbours this beat looks to the model like: %1 (%2 sure). How often beats look "
               "so, by what it calls them: %3.")
        .arg(name, percentText(static_cast<double>(of.row_share[most])), shares.join(QStringLiteral(", ")));
}

QString checksText(const ClusterChecks& of) {
    return AlikeView::tr(
               "Stretches of one colour in the strip under the trace look alike to the model; %1 of its "
               "answers follow from these groups alone.")
        .arg(percentText(of.fidelity));
}

QString checksTip(const ClusterChecks& of) {
    return AlikeView::tr(
               "By a forest on the groups' shares, on records that it has not seen: %1 of the networks' answers, "
               "macro-F1 %2. Groups found from other random beginnings agree to %3 of 1 (adjusted Rand index).")
        .arg(percentText(of.fidelity), percentText(of.macro_f1))
        .arg(of.agreement_of_seeds, 0, 'f', 2);
}

QString nearestLines(const NearBeats& near) {
    QStringList lines;
    for (const NearBeat& beat : near.beats) {
        const auto code = codeOfSymbol(beat.label);
        lines << AlikeView::tr("%1 at %2: %3, %4 away")
                     .arg(QString::fromStdString(beat.record), clockText(beat.time_s),
                          code ? labelText(*code) : QString::fromStdString(beat.label))
                     .arg(beat.distance, 0, 'f', 2);
    }
    return lines.join(QChar::LineFeed);
}

}  // namespace

AlikeView::AlikeView(const AlikeState& alike, QWidget* parent)
    : QWidget(parent),
      alike_(alike),
      clusters_(new WrappingLabel),
      nearest_title_(new WrappingLabel),
      nearest_(new WrappingLabel) {
    setAccessibleName(tr("What the model takes for alike"));
    nearest_->setFont(numberFont());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(4);
    for (QWidget* part :
         {static_cast<QWidget*>(clusters_), static_cast<QWidget*>(nearest_title_), static_cast<QWidget*>(nearest_)})
        layout->addWidget(part);
    onAny(this, &AlikeView::showAlike, std::pair(&alike_, &AlikeState::changed),
          std::pair(&alike_, &AlikeState::wantedChanged));
    showAlike();
}

QString AlikeView::clustersText() const {
    return clusters_->text();
}

QString AlikeView::nearestText() const {
    return nearest_->text();
}

void AlikeView::showAlike() {
    const AlikeState& alike = alike_;
    setVisible(alike.wanted());
    if (!alike.wanted()) return;
    QStringList of_clusters;
    if (alike.clusters()) {
        const QString row = rowText(*alike.clusters());
        if (!row.isEmpty()) of_clusters << row;
        of_clusters << checksText(alike.clusters()->checks);
    } else if (!alike.clustersTrouble().isEmpty()) {
        of_clusters << alike.clustersTrouble();
    }
    clusters_->setToolTip(alike.clusters() ? plainTip(checksTip(alike.clusters()->checks)) : QString());
    clusters_->setText(of_clusters.join(QChar::LineFeed));
    clusters_->setVisible(!of_clusters.isEmpty());
    if (alike.nearest()) {
        nearest_title_->setToolTip(plainTip(
            tr("By what the networks see in the beats, in a unit of its own: 1 is how far the nearest beat of another "
               "record usually is. The recording in view is left out.")));
        nearest_title_->setText(
            tr("To the model these beats look most like it, of %1 in %2 records of your own data (less "
               "than 1 away: more alike than the nearest beat of another patient usually is):")
                .arg(groupedNumber(alike.nearest()->of_beats))
                .arg(alike.nearest()->of_records));
        nearest_->setText(nearestLines(*alike.nearest()));
    } else {
        nearest_title_->setText(alike.nearestTrouble());
        nearest_->setText({});
    }
    nearest_title_->setVisible(!nearest_title_->text().isEmpty());
    nearest_->setVisible(!nearest_->text().isEmpty());
}

}  // namespace triptych::ui
