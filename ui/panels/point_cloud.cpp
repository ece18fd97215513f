#include "ui/panels/point_cloud.h"

#include <algorithm>
#include <cmath>

namespace triptych::ui {

PointCloud::PointCloud(int side_px, int dot_px)
    : side_px_(std::max(1, side_px)),
      dot_px_(std::max(1, dot_px)),
      counts_(static_cast<std::size_t>(side_px_) * static_cast<std::size_t>(side_px_), 0),
      ranks_(counts_.size(), 0) {}

void PointCloud::add(double across, double up, std::uint8_t rank) {
    const int left = static_cast<int>(across * (side_px_ - dot_px_));
    const int top = side_px_ - dot_px_ - static_cast<int>(up * (side_px_ - dot_px_));
    for (int row = std::max(0, top); row < std::min(side_px_, top + dot_px_); ++row) {
        for (int column = std::max(0, left); column < std::min(side_px_, left + dot_px_); ++column) {
            const auto cell =
                static_cast<std::size_t>(row) * static_cast<std::size_t>(side_px_) + static_cast<std::size_t>(column);
            ++counts_[cell];
            ranks_[cell] = std::max(ranks_[cell], rank);
        }
    }
}

QImage PointCloud::image(std::span<const QColor> inks) const {
    const double most = *std::max_element(counts_.begin(), counts_.end());
    QImage image(side_px_, side_px_, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    for (int row = 0; row < side_px_; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int column = 0; column < side_px_; ++column) {
            const auto cell =
                static_cast<std::size_t>(row) * static_cast<std::size_t>(side_px_) + static_cast<std::size_t>(column);
            if (counts_[cell] == 0) continue;
            // One point can be seen, and a heap of them is darker.
            const double share = most > 1 ? std::log1p(counts_[cell]) / std::log1p(most) : 1;
            const QColor& ink = inks[std::min<std::size_t>(ranks_[cell], inks.size() - 1)];
            line[column] =
                qPremultiply(qRgba(ink.red(), ink.green(), ink.blue(), static_cast<int>(255 * (0.45 + 0.55 * share))));
        }
    }
    return image;
}

}  // namespace triptych::ui
