#include "ui/panes/lead_saliency.h"

#include "ui/panes/map_look.h"
#include "ui/panes/trace_painter.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace triptych::ui {
namespace {

constexpr double kDensestBand = 0.75;  // alpha at full opacity, as over the beat's trace

void paintCell(QPainter& painter, const TraceScene& scene, const TraceCell& cell, const TimeSaliency& saliency) {
    const QRectF& plot = scene.geometry.plot;
    const MapInk ink{saliency.is_signed && scene.map_ink.is_signed, scene.map_ink.grey};
    const int left = static_cast<int>(std::floor(cell.rect.left())), right = static_cast<int>(cell.rect.right());
    for (int x = left; x < right; ++x) {
        const double time_s = scene.viewport.timeAt(x + 0.5, plot.left(), plot.width());
        const double level = mapLevel(static_cast<double>(saliency.at(time_s)), saliency.scale, ink);
        const double strength = std::abs(level) * scene.overlay_opacity;
        if (strength < 0.01) continue;
        QColor band = mapColour(level, ink);
        band.setAlphaF(static_cast<float>(strength * kDensestBand));
        painter.fillRect(QRectF(x, cell.rect.top(), 1, cell.rect.height()), band);
    }
}

}  // namespace

const TimeSaliency* LeadSaliency::of(std::string_view name) const {
    const auto found = std::ranges::find(lead, name);
    return found == lead.end() ? nullptr : &over[static_cast<std::size_t>(found - lead.begin())];
}

std::optional<LeadSaliency> leadSaliency(const Explanation& explanation) {
    const Attribution* input = inputNamed(explanation, "leads");
    if (input == nullptr || input->axes.size() != 2) return std::nullopt;
    const auto& names = input->axes[0].names;
    const auto& time_s = input->axes[1].values;
    if (names.empty() || time_s.size() < 2 || input->values.size() != names.size() * time_s.size()) return std::nullopt;
    LeadSaliency out;
    float largest = 0;
    for (std::size_t lead = 0; lead < names.size(); ++lead) {
        TimeSaliency of;
        of.time_s = time_s;
        of.step_s = (time_s.back() - time_s.front()) / static_cast<double>(time_s.size() - 1);
        of.is_signed = explanation.is_signed;
        const auto first = input->values.begin() + static_cast<std::ptrdiff_t>(lead * time_s.size());
        of.value.assign(first, first + static_cast<std::ptrdiff_t>(time_s.size()));
        for (const float value : of.value) {
            if (std::isfinite(value)) largest = std::max(largest, std::abs(value));
        }
        out.lead.push_back(names[lead]);
        out.over.push_back(std::move(of));
    }
    for (TimeSaliency& of : out.over) {
        of.largest = largest;
        of.scale = mapScale(explanation, "leads", largest);
    }
    return out;
}

std::optional<TimeSaliency> traceSaliency(const Explanation* explanation, std::string_view lead) {
    if (explanation == nullptr || lead.empty()) return std::nullopt;
    if (!explanation->of_recording) return timeSaliency(*explanation);
    const auto leads = leadSaliency(*explanation);
    const TimeSaliency* const of = leads ? leads->of(lead) : nullptr;
    return of != nullptr ? std::optional(*of) : std::nullopt;
}

void paintLeadSaliency(QPainter& painter, const TraceScene& scene, const LeadSaliency& saliency) {
    if (scene.recording == nullptr) return;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const TraceCell& cell : scene.layout.cells) {
        const TimeSaliency* of = saliency.of(scene.recording->leads[cell.lead].name);
        if (of != nullptr && of->largest > 0) paintCell(painter, scene, cell, *of);
    }
    painter.restore();
}

}  // namespace triptych::ui
