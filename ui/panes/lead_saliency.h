// What an explanation of a whole recording says of every lead, and its bands behind the traces of those that are shown.
#pragma once

#include "core/domain/explanation.h"
#include "ui/panes/saliency.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

class QPainter;

namespace triptych::ui {

struct TraceScene;

// Attribution of the "leads" input. `largest` of each is that of all leads, so that their colours compare.
struct LeadSaliency {
    std::vector<std::string> lead;   // by name
    std::vector<TimeSaliency> over;  // as many
    // Of the lead with that name, or null.
    [[nodiscard]] const TimeSaliency* of(std::string_view name) const;
};
[[nodiscard]] std::optional<LeadSaliency> leadSaliency(const Explanation& explanation);

// Over the trace of a lead: of the beat, or of that lead where a whole recording is explained. `explanation` may be
// null.
[[nodiscard]] std::optional<TimeSaliency> traceSaliency(const Explanation* explanation, std::string_view lead);

// Bands over the height of each cell, in the colours of the saliency over the beat's trace.
void paintLeadSaliency(QPainter& painter, const TraceScene& scene, const LeadSaliency& saliency);

}  // namespace triptych::ui
