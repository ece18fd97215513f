// What a rhythm pane shows of a view in which a beat has less than a pixel: not a solid block, but how fast the heart
// went, which beats were not normal, which episodes there are and what cannot be read.
#pragma once

class QPainter;

namespace triptych::ui {

struct TraceScene;

// Beats are known, and more of them are in view than pixels.
[[nodiscard]] bool showsTrend(const TraceScene& scene);

// In the place of paper and traces.
void paintTrend(QPainter& painter, const TraceScene& scene);

}  // namespace triptych::ui
