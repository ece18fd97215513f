// A square picture of many points, counted by pixel, for a day has a hundred thousand: where they lie close together it
// is darker, and of those that share a pixel the gravest gives the colour.
#pragma once

#include <QColor>
#include <QImage>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace triptych::ui {

class PointCloud {
public:
    // In pixels of the device: the square's side, and that of a point.
    PointCloud(int side_px, int dot_px);

    // `across` and `up` 0..1; `rank` indexes the inks, and a higher one is graver.
    void add(double across, double up, std::uint8_t rank);
    [[nodiscard]] QImage image(std::span<const QColor> inks) const;

private:
    int side_px_, dot_px_;
    std::vector<std::uint32_t> counts_;
    std::vector<std::uint8_t> ranks_;
};

}  // namespace triptych::ui
