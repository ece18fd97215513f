// The recording in view, what its files say of its time line, and which of its leads is analysed.
#pragma once

#include "core/beats/signal_gaps.h"
#include "core/domain/layer.h"
#include "core/domain/recording.h"
#include "core/domain/start_time.h"

#include <QObject>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {

// GUI thread. Another recording, or another lead, also takes away what was said of the last one:
// ViewState::setRecording, ViewState::setAnalysisLead.
class RecordState : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] const RecordingPtr& recording() const { return recording_; }
    [[nodiscard]] double duration_s() const { return recording_ ? recording_->duration_s : 0; }
    // What the recording's files say of its time line, beside its beats.
    [[nodiscard]] const Layers& layers() const { return layers_; }
    void setLayers(Layers layers);
    [[nodiscard]] std::size_t analysisLead() const { return analysis_lead_; }
    // When the recording began, where its file says so.
    [[nodiscard]] const std::optional<StartTime>& start() const { return start_; }
    // Of each lead, whether it is an ECG; empty: nobody has looked, and all of them count.
    [[nodiscard]] const std::vector<bool>& ecgLeads() const { return ecg_leads_; }
    void setEcgLeads(std::vector<bool> is_ecg);
    [[nodiscard]] bool showsAllLeads() const { return shows_all_leads_; }
    void setShowsAllLeads(bool all);
    // There are leads that are no ECG beside one that is.
    [[nodiscard]] bool hasOtherLeads() const;
    // The leads to be drawn, in their order: those that the reader chose; else ascending those that are an ECG and the
    // analysed one, or all of them.
    [[nodiscard]] std::vector<std::size_t> shownLeads() const;
    // What the reader chose to see, in this order; empty: nothing was chosen. Leads that there are not are left out.
    [[nodiscard]] const std::vector<std::size_t>& chosenLeads() const { return chosen_leads_; }
    void chooseLeads(std::vector<std::size_t> leads);
    // Where the analysed lead has no samples; null: not known (yet).
    [[nodiscard]] const std::shared_ptr<const beats::SignalGaps>& gaps() const { return gaps_; }
    void setGaps(std::shared_ptr<const beats::SignalGaps> gaps);

Q_SIGNALS:
    void recordingChanged();
    void layersChanged();
    void analysisLeadChanged();
    void shownLeadsChanged();
    void gapsChanged();  // other intervals count now

private:
    friend class ViewState;
    void take(RecordingPtr recording);  // and forgets what was said of another; announces nothing

    RecordingPtr recording_;
    Layers layers_;
    std::size_t analysis_lead_ = 0;
    std::optional<StartTime> start_;
    std::vector<bool> ecg_leads_;
    bool shows_all_leads_ = false;
    std::vector<std::size_t> chosen_leads_;
    std::shared_ptr<const beats::SignalGaps> gaps_;
};

}  // namespace triptych::ui
