#include "ui/state/record_state.h"

#include "ui/state/change.h"

#include <algorithm>

namespace triptych::ui {

void RecordState::take(RecordingPtr recording) {
    recording_ = std::move(recording);
    layers_.clear();
    analysis_lead_ = recording_ ? chooseAnalysisLead(*recording_).lead : 0;
    start_ = recording_ && recording_->start ? parseStart(*recording_->start) : std::nullopt;
    ecg_leads_.clear();
    shows_all_leads_ = false;
    chosen_leads_.clear();
    gaps_.reset();
}

void RecordState::setLayers(Layers layers) {
    layers_ = std::move(layers);
    Q_EMIT layersChanged();
}

void RecordState::setEcgLeads(std::vector<bool> is_ecg) {
    const bool had_others = hasOtherLeads();
    if (!recording_ || is_ecg.size() != recording_->leads.size() || !change(ecg_leads_, std::move(is_ecg))) return;
    // Where all are electrocardiograms, and were, they are drawn as before: panes would begin again for nothing.
    if (had_others || hasOtherLeads()) Q_EMIT shownLeadsChanged();
}

void RecordState::setShowsAllLeads(bool all) {
    if (change(shows_all_leads_, all)) Q_EMIT shownLeadsChanged();
}

void RecordState::chooseLeads(std::vector<std::size_t> leads) {
    const std::size_t there = recording_ ? recording_->leads.size() : 0;
    std::erase_if(leads, [there](std::size_t lead) { return lead >= there; });
    if (change(chosen_leads_, std::move(leads))) Q_EMIT shownLeadsChanged();
}

bool RecordState::hasOtherLeads() const {
    const auto ecg = std::count(ecg_leads_.begin(), ecg_leads_.end(), true);
    return ecg > 0 && static_cast<std::size_t>(ecg) < ecg_leads_.size();
}

std::vector<std::size_t> RecordState::shownLeads() const {
    std::vector<std::size_t> shown;
    if (!recording_) return shown;
    if (!chosen_leads_.empty()) return chosen_leads_;
    const bool all = shows_all_leads_ || !hasOtherLeads();
    for (std::size_t lead = 0; lead < recording_->leads.size(); ++lead) {
        if (all || ecg_leads_[lead] || lead == analysis_lead_) shown.push_back(lead);
    }
    return shown;
}

void RecordState::setGaps(std::shared_ptr<const beats::SignalGaps> gaps) {
    if (change(gaps_, std::move(gaps))) Q_EMIT gapsChanged();
}

}  // namespace triptych::ui
