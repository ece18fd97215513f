#include "ui/panes/cluster_strip.h"

#include "ui/panes/fitting_text.h"

#include <QCoreApplication>
#include <QFontMetrics>
#include <QPainter>
#include <QPainterPath>
#include <QStringList>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kUnsure_px = 7;  // of the strip's height
constexpr double kCard_px = 168, kWave_px = 52, kMargin_px = 6;
constexpr double kHalfWave_s = 0.2;

QString tr(const char* text) {
    return QCoreApplication::translate("ClusterStrip", text);
}

double xOf(const ClusterScene& scene, double time_s) {
    return scene.plot.left() + (time_s - scene.viewport.start_s) / scene.viewport.span_s * scene.plot.width();
}

// Where a moment begins and ends, half-way to its neighbours.
std::pair<double, double> stretchOf(const BeatClusters& of, std::size_t moment) {
    const double step_s = of.time_s.size() > 1 ? of.time_s[1] - of.time_s[0] : 0.03;
    return {of.time_s[moment] - step_s / 2, of.time_s[moment] + step_s / 2};
}

// In the strip, where a wave's name alone would say that it lies there: "3 usually T".
QString shortName(const BeatClusters& of, std::size_t cluster) {
    const std::string& name = of.clusters[cluster].name;
    const QString number = QString::number(cluster + 1);
    return name.empty() ? number : tr("%1 usually %2").arg(number, QString::fromStdString(name));
}

void paintNames(QPainter& painter, const ClusterScene& scene, const QRectF& row) {
    const BeatClusters& of = *scene.clusters;
    const QFontMetrics metrics = painter.fontMetrics();
    for (std::size_t first = 0; first < of.time_s.size();) {
        std::size_t past = first + 1;
        while (past < of.time_s.size() && of.clusterAt(past) == of.clusterAt(first)) ++past;
        const double left = std::max(row.left(), xOf(scene, stretchOf(of, first).first));
        const double right = std::min(row.right(), xOf(scene, stretchOf(of, past - 1).second));
        const QString name =
            fittingWording({shortName(of, of.clusterAt(first)), QString::number(of.clusterAt(first) + 1)}, metrics,
                           static_cast<int>(right - left) - 4);
        if (right > left && !name.isEmpty()) {
            const QColor ground = clusterColour(of.clusterAt(first), of.clusters.size(), scene.theme);
            painter.setPen(withContrast(palette(scene.theme).text, ground));
            painter.drawText(QRectF(left, row.top(), right - left, row.height()), Qt::AlignCenter, name);
        }
        first = past;
    }
}

void paintCard(QPainter& painter, const ClusterScene& scene) {
    const BeatClusters& of = *scene.clusters;
    const BeatCluster& cluster = of.clusters[*scene.looked];
    const Palette& colours = palette(scene.theme);
    const QFontMetrics metrics = painter.fontMetrics();
    const double line = metrics.height();
    const double height = 2 * kMargin_px + line + kWave_px + line * static_cast<double>(of.classes.size());
    const double width = std::min(kCard_px, scene.plot.width() - 2 * kMargin_px);
    if (width < kCard_px / 2 || height > scene.plot.height() - kClusterStrip_px - kMargin_px) return;
    const QRectF card(scene.plot.right() - width - kMargin_px, scene.plot.top() + kMargin_px, width, height);
    painter.setPen(colours.border);
    painter.setBrush(colours.base);
    painter.drawRoundedRect(card, 3, 3);
    const QRectF inside = card.adjusted(kMargin_px, kMargin_px, -kMargin_px, -kMargin_px);
    painter.setPen(colours.text);
    painter.drawText(QRectF(inside.left(), inside.top(), inside.width(), line), Qt::AlignLeft | Qt::AlignVCenter,
                     shortened(clusterName(of, *scene.looked), metrics, static_cast<int>(inside.width())));
    if (cluster.mean_wave.size() > 1) {
        const QRectF wave(inside.left(), inside.top() + line, inside.width(), kWave_px);
        const auto [low, high] = std::ranges::minmax(cluster.mean_wave);
        const double range = std::max(0.3, static_cast<double>(high - low));
        QPainterPath path;
        for (std::size_t i = 0; i < cluster.mean_wave.size(); ++i) {
            const double x =
                wave.left() + static_cast<double>(i) / static_cast<double>(cluster.mean_wave.size() - 1) * wave.width();
            const double y =
                wave.bottom() - 3 - static_cast<double>(cluster.mean_wave[i] - low) / range * (wave.height() - 6);
            i == 0 ? path.moveTo(x, y) : path.lineTo(x, y);
        }
        painter.setPen(QPen(colours.grid_heavy, 1));
        painter.drawLine(QPointF(wave.center().x(), wave.top()), QPointF(wave.center().x(), wave.bottom()));
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(colours.trace, 1.5));
        painter.drawPath(path);
    }
    double most = 0;
    for (const float share : cluster.class_share) most = std::max(most, static_cast<double>(share));
    for (std::size_t k = 0; k < of.classes.size() && k < cluster.class_share.size(); ++k) {
        const double top = inside.top() + line + kWave_px + line * static_cast<double>(k);
        const QString name = QString::fromStdString(of.classes[k]);
        const QString share = QStringLiteral("%1 %").arg(100 * static_cast<double>(cluster.class_share[k]), 0, 'f', 0);
        const double names = metrics.horizontalAdvance(QStringLiteral("MM")),
                     numbers = metrics.horizontalAdvance(QStringLiteral("100 %"));
        painter.setPen(colours.text);
        painter.drawText(QRectF(inside.left(), top, names, line), Qt::AlignLeft | Qt::AlignVCenter,
                         shortened(name, metrics, static_cast<int>(names)));
        painter.drawText(QRectF(inside.right() - numbers, top, numbers, line), Qt::AlignRight | Qt::AlignVCenter,
                         share);
        const double room = inside.width() - names - numbers - 6;
        if (most > 0 && room > 0) {
            painter.fillRect(QRectF(inside.left() + names, top + 3,
                                    room * static_cast<double>(cluster.class_share[k]) / most, line - 6),
                             classColour(paintedClass(of.classes[k]), scene.theme));
        }
    }
}

}  // namespace

QRectF clusterStrip(const ClusterScene& scene) {
    return {scene.plot.left(), scene.plot.bottom() - kClusterStrip_px, scene.plot.width(), kClusterStrip_px};
}

QColor clusterColour(std::size_t cluster, std::size_t of, Theme theme) {
    const double hue = of > 0 ? static_cast<double>(cluster) / static_cast<double>(of) : 0;
    // Neighbours in hue differ in lightness, too.
    const double lightness = (theme == Theme::dark ? 0.36 : 0.74) + (cluster % 2 == 0 ? 0.05 : -0.05);
    return QColor::fromHslF(static_cast<float>(hue), 0.45F, static_cast<float>(lightness));
}

QString clusterName(const BeatClusters& clusters, std::size_t cluster) {
    const std::string& name = clusters.clusters[cluster].name;
    if (name.empty()) return tr("group %1").arg(cluster + 1);
    return tr("group %1, usually %2").arg(cluster + 1).arg(QString::fromStdString(name));
}

std::optional<std::size_t> clusterMomentAt(const ClusterScene& scene, const QPointF& at) {
    if (scene.clusters == nullptr || !clusterStrip(scene).contains(at) || scene.plot.width() <= 0) return std::nullopt;
    const double time_s =
        scene.viewport.start_s + (at.x() - scene.plot.left()) / scene.plot.width() * scene.viewport.span_s;
    for (std::size_t moment = 0; moment < scene.clusters->time_s.size(); ++moment) {
        const auto [from_s, to_s] = stretchOf(*scene.clusters, moment);
        if (time_s >= from_s && time_s < to_s) return moment;
    }
    return std::nullopt;
}

QString clusterTip(const BeatClusters& clusters, std::size_t moment) {
    const std::size_t of = clusters.clusterAt(moment);
    const BeatCluster& cluster = clusters.clusters[of];
    QString name = clusterName(clusters, of);
    name[0] = name[0].toUpper();
    QStringList lines{tr("%1. To the model all moments of a group look alike, in this beat and in others.").arg(name)};
    if (!cluster.name.empty())
        lines << tr("Its name says where such moments lie as a rule: it is no mark of a wave in this beat.");
    QStringList shares;
    for (std::size_t k = 0; k < clusters.classes.size() && k < cluster.class_share.size(); ++k)
        shares << QStringLiteral("%1 %2 %")
                      .arg(QString::fromStdString(clusters.classes[k]))
                      .arg(100 * static_cast<double>(cluster.class_share[k]), 0, 'f', 0);
    lines << tr("%1 % of this beat is of the group; of beats called %2 on average")
                 .arg(100 * clusters.shareOf(of), 0, 'f', 0)
                 .arg(shares.join(QStringLiteral(", ")));
    lines << tr("This moment: %1 % of the group, the rest of others (uncertainty %2 of 1)")
                 .arg(100 * static_cast<double>(clusters.share[moment * clusters.clusters.size() + of]), 0, 'f', 0)
                 .arg(static_cast<double>(clusters.uncertainty[moment]), 0, 'f', 2);
    if (cluster.covers.size() == 4) {
        lines << tr("In 200 ECGs marked by cardiologists (LUDB) %1 % of it on P, %2 % on QRS, %3 % on T, the rest "
                    "between")
                     .arg(100 * static_cast<double>(cluster.covers[0]), 0, 'f', 0)
                     .arg(100 * static_cast<double>(cluster.covers[1]), 0, 'f', 0)
                     .arg(100 * static_cast<double>(cluster.covers[2]), 0, 'f', 0);
    }
    return lines.join(QChar::LineFeed);
}

void paintClusterStrip(QPainter& painter, const ClusterScene& scene) {
    if (scene.clusters == nullptr || scene.clusters->clusters.empty() || !(scene.viewport.span_s > 0)) return;
    const BeatClusters& of = *scene.clusters;
    const Palette& colours = palette(scene.theme);
    const QRectF strip = clusterStrip(scene);
    const QRectF row = strip.adjusted(0, 0, 0, -kUnsure_px);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setClipRect(scene.plot);
    QRectF covered;
    for (std::size_t moment = 0; moment < of.time_s.size(); ++moment) {
        const auto [from_s, to_s] = stretchOf(of, moment);
        const double left = xOf(scene, from_s), right = xOf(scene, to_s);
        if (right < row.left() || left > row.right()) continue;
        const QRectF cell(left, row.top(), right - left + 0.5, row.height());
        painter.fillRect(cell, clusterColour(of.clusterAt(moment), of.clusters.size(), scene.theme));
        const double unsure = std::clamp(static_cast<double>(of.uncertainty[moment]), 0.0, 1.0);
        const QRectF beneath(left, row.bottom(), right - left + 0.5, kUnsure_px);
        painter.fillRect(beneath, colours.paper);
        painter.fillRect(beneath.adjusted(0, kUnsure_px * (1 - unsure), 0, 0), colours.muted_text);
        covered = covered.united(cell.united(beneath));
    }
    painter.setFont(labelFont());
    paintNames(painter, scene, row);
    painter.setPen(colours.border);
    painter.setBrush(Qt::NoBrush);
    if (!covered.isEmpty()) painter.drawRect(covered.intersected(strip).adjusted(0, 0, -1, -1));
    painter.setRenderHint(QPainter::Antialiasing, true);
    if (scene.looked && *scene.looked < of.clusters.size()) paintCard(painter, scene);
    painter.restore();
}

}  // namespace triptych::ui
