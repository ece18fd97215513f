// What the reader looks at, shared by every pane: one viewport, one cursor, one selection, one selected beat. Lives on
// the GUI thread; panes read it, call its setters and repaint on its signals. It computes nothing and owns no thread.
#pragma once

#include "core/beats/signal_gaps.h"
#include "core/domain/explanation.h"
#include "core/domain/layer.h"
#include "core/domain/prediction.h"
#include "core/domain/recording.h"
#include "core/domain/start_time.h"
#include "ui/state/frequency_axis.h"
#include "ui/state/wave_state.h"

#include <QObject>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace triptych::ui {

enum class Theme { light, dark };
enum class DisplayFilter { raw, diagnostic, monitor, st };  // docs/clinical.md: 0.05-150, 0.5-40, 0.05-40 Hz
enum class MainsFilter { off, hz50, hz60 };
enum class LeadLayout { stacked, three_by_four_plus_one };
enum class TriptychScope { selected_beat, view };     // what the three panes show; T toggles
enum class ScalogramContent { morlet, model_input };  // K: the STFT that the model saw instead

// The stretch of time in view. The one place where time and pixels meet: every pane asks it.
struct Viewport {
    double start_s = 0;
    double span_s = 10;
    [[nodiscard]] double end_s() const { return start_s + span_s; }
    [[nodiscard]] double xOf(double time_s, double left_px, double width_px) const {
        return left_px + (time_s - start_s) / span_s * width_px;
    }
    [[nodiscard]] double timeAt(double x_px, double left_px, double width_px) const {
        return start_s + (x_px - left_px) / width_px * span_s;
    }
    friend bool operator==(const Viewport&, const Viewport&) = default;
};

struct Cursor {
    std::optional<double> time_s;
    std::optional<double> frequency_hz;
    friend bool operator==(const Cursor&, const Cursor&) = default;
};

struct Stretch {
    double from_s = 0, to_s = 0;
    [[nodiscard]] double length_s() const { return to_s - from_s; }
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

// One row of the beat table: the beat, its label now (reference, model's or reader's), and what the model said.
struct LabelledBeat {
    std::int64_t sample = 0;
    double time_s = 0;
    std::uint8_t code = 0;     // label in force
    bool relabelled = false;   // by the reader, in this session or in Triptych's own annotation file
    bool borderline = false;   // the model's answer deserves a second look (core/pipeline/borderline.h)
    int predicted_class = -1;  // index into the model's classes; -1: not classified yet
    float predicted_probability = 0;
    bool pending = false;  // what the reader last did to it, a label or its removal, is on its way to the disk
};

class ViewState : public QObject {
    Q_OBJECT
public:
    explicit ViewState(QObject* parent = nullptr);

    // --- recording
    [[nodiscard]] const RecordingPtr& recording() const { return recording_; }
    void setRecording(RecordingPtr recording);  // resets viewport, selection, beats, layers
    // What the recording's files say of its time line, beside its beats.
    [[nodiscard]] const Layers& layers() const { return layers_; }
    void setLayers(Layers layers);
    [[nodiscard]] std::size_t analysisLead() const { return analysis_lead_; }
    void setAnalysisLead(std::size_t lead);  // its gaps are not known until they are set
    // When the recording began, where its file says so.
    [[nodiscard]] const std::optional<StartTime>& start() const { return start_; }
    // Of each lead, whether it is an ECG; empty: nobody has looked, and all of them count.
    [[nodiscard]] const std::vector<bool>& ecgLeads() const { return ecg_leads_; }
    void setEcgLeads(std::vector<bool> is_ecg);
    [[nodiscard]] bool showsAllLeads() const { return shows_all_leads_; }
    void setShowsAllLeads(bool all);
    // There are leads that are no ECG beside one that is.
    [[nodiscard]] bool hasOtherLeads() const;
    // The leads to be drawn, ascending: those that are an ECG and the analysed one, or all of them.
    [[nodiscard]] std::vector<std::size_t> shownLeads() const;
    // Where the analysed lead has no samples; null: not known (yet).
    [[nodiscard]] const std::shared_ptr<const beats::SignalGaps>& gaps() const { return gaps_; }
    void setGaps(std::shared_ptr<const beats::SignalGaps> gaps);

    // --- where
    [[nodiscard]] const Viewport& viewport() const { return viewport_; }
    // Clamped to the recording; span 0.2 s ... the whole record, or what the paper holds at the speed in force where
    // that is longer than a short record. A value that is not finite changes nothing.
    void setViewport(Viewport viewport);
    [[nodiscard]] const Cursor& cursor() const { return cursor_; }
    void setCursor(Cursor cursor);
    [[nodiscard]] const std::optional<Stretch>& selection() const { return selection_; }
    void setSelection(std::optional<Stretch> selection);
    // What the reader measures; from_s <= to_s, within the recording. Nothing: the calipers are put away.
    [[nodiscard]] const std::optional<Stretch>& calipers() const { return calipers_; }
    void setCalipers(std::optional<Stretch> calipers);
    [[nodiscard]] bool marchesOut() const { return marches_out_; }  // their distance is repeated over the view
    void setMarchesOut(bool marches_out);
    // The stretch that the triptych's panes show: the selection, else ±0.8 s around the selected beat (unless the scope
    // is the view), else the view. It never leaves the recording.
    [[nodiscard]] Stretch focus() const;

    // --- beats
    [[nodiscard]] const std::vector<LabelledBeat>& beats() const { return beats_; }
    // By ascending time. The selected beat stays selected where the new list has one at the same sample.
    void setBeats(std::vector<LabelledBeat> beats);
    void updateBeat(std::size_t index, const LabelledBeat& beat);
    // The interval that ends at a beat; nothing for the first beat and across a gap (beats::rrInterval_s).
    [[nodiscard]] std::optional<double> rrBefore_s(std::size_t beat) const;
    [[nodiscard]] std::optional<std::size_t> selectedBeat() const { return selected_beat_; }
    // Another beat takes the selected stretch and the old beat's explanation away. Out of range: no beat.
    void selectBeat(std::optional<std::size_t> index, bool bring_into_view = true);

    // --- their waves; a beat that is no longer selected has no mark in hand
    [[nodiscard]] WaveState& waves() { return waves_; }
    [[nodiscard]] const WaveState& waves() const { return waves_; }

    // --- the model's layer
    [[nodiscard]] const std::shared_ptr<const Classification>& classification() const { return classification_; }
    void setClassification(std::shared_ptr<const Classification> classification);
    [[nodiscard]] const std::shared_ptr<const Explanation>& explanation() const { return explanation_; }
    void setExplanation(std::shared_ptr<const Explanation> explanation);  // of the selected beat, or null
    // The layer over the whole recording: marks, lists, what leads from beat to beat.
    [[nodiscard]] bool aiVisible() const { return ai_layer_ == AiLayer::shown; }
    void setAiVisible(bool visible);  // true ends reading first, too
    // Reading first (docs/methods.md): the layer is hidden, and the model is heard in silence; what it says of the
    // selected beat is shown once the reader has labelled it.
    [[nodiscard]] bool readsFirst() const { return ai_layer_ == AiLayer::once_labelled; }
    void setReadsFirst(bool reads_first);  // false, after true: the layer is shown
    [[nodiscard]] bool aiAsked() const { return ai_layer_ != AiLayer::hidden; }
    // What the model says of the selected beat, in its panel and over its panes.
    [[nodiscard]] bool beatAiVisible() const;
    [[nodiscard]] double overlayOpacity() const { return overlay_opacity_; }
    void setOverlayOpacity(double opacity);

    // --- display
    [[nodiscard]] Theme theme() const { return theme_; }
    void setTheme(Theme theme);
    [[nodiscard]] DisplayFilter filter() const { return filter_; }
    void setFilter(DisplayFilter filter);
    [[nodiscard]] MainsFilter mains() const { return mains_; }
    void setMains(MainsFilter mains);
    [[nodiscard]] double speedMmPerS() const { return speed_mm_per_s_; }  // 6.25 12.5 25 50 100
    void setSpeedMmPerS(double speed);  // the view's span follows it, about the view's centre
    // Pixels that time runs over in the rhythm pane, told by that pane; with it, a speed means a span.
    [[nodiscard]] double paperWidthPx() const { return paper_width_px_; }
    void setPaperWidthPx(double width_px);  // at a preset speed the span follows the width
    [[nodiscard]] bool atPresetSpeed() const { return at_preset_speed_; }  // false once a zoom has left it
    // Millimetres of screen that a second takes now: the preset, or what a zoom has made of it.
    [[nodiscard]] double actualSpeedMmPerS() const;
    [[nodiscard]] double gainMmPerMv() const { return gain_mm_per_mv_; }  // 2.5 5 10 20 40
    void setGainMmPerMv(double gain);
    [[nodiscard]] double pixelsPerMm() const { return pixels_per_mm_; }  // screen DPI × calibration setting
    void setPixelsPerMm(double pixels_per_mm);
    [[nodiscard]] LeadLayout layout() const { return layout_; }
    void setLayout(LeadLayout layout);
    [[nodiscard]] TriptychScope scope() const { return scope_; }
    void setScope(TriptychScope scope);
    [[nodiscard]] ScalogramContent scalogramContent() const { return scalogram_content_; }
    void setScalogramContent(ScalogramContent content);
    [[nodiscard]] bool logFrequency() const { return log_frequency_; }
    void setLogFrequency(bool log_frequency);
    // The frequency axis that scalogram and spectrum share: 0.5 (log) or 0 (linear) ... 60 Hz, or half the analysed
    // lead's rate where that is less.
    [[nodiscard]] FrequencyAxis frequencyAxis() const;

Q_SIGNALS:
    void recordingChanged();
    void layersChanged();
    void analysisLeadChanged();
    void shownLeadsChanged();
    void gapsChanged();  // other intervals count now
    void viewportChanged();
    void cursorChanged();
    void selectionChanged();
    void calipersChanged();
    void focusChanged();  // focus() gives something else now
    void beatsChanged();
    void beatChanged(std::size_t index);
    void selectedBeatChanged();
    void classificationChanged();
    void explanationChanged();
    void aiLayerChanged();  // visibility of the layer or of the selected beat's part, opacity
    void displayChanged();  // theme, filter, speed, gain, layout, scope, scalogram content, axis

private:
    enum class AiLayer { hidden, shown, once_labelled };

    [[nodiscard]] double duration_s() const { return recording_ ? recording_->duration_s : 0; }
    [[nodiscard]] double presetSpan_s() const;  // 0: no pane has told its width
    [[nodiscard]] Viewport clamped(Viewport viewport) const;
    void applyViewport(Viewport viewport);
    void followPreset();
    void emitFocusIfChanged();
    void setAiLayer(AiLayer layer);
    void emitBeatAiIfChanged();

    RecordingPtr recording_;
    Layers layers_;
    std::size_t analysis_lead_ = 0;
    std::optional<StartTime> start_;
    std::vector<bool> ecg_leads_;
    bool shows_all_leads_ = false;
    std::shared_ptr<const beats::SignalGaps> gaps_;
    Viewport viewport_;
    Cursor cursor_;
    std::optional<Stretch> selection_, calipers_;
    bool marches_out_ = false;
    std::vector<LabelledBeat> beats_;
    std::optional<std::size_t> selected_beat_;
    WaveState waves_;
    std::shared_ptr<const Classification> classification_;
    std::shared_ptr<const Explanation> explanation_;
    AiLayer ai_layer_ = AiLayer::shown;
    bool last_beat_ai_ = true;  // what aiLayerChanged() last announced of the selected beat
    double overlay_opacity_ = 0.6;
    Theme theme_ = Theme::light;
    DisplayFilter filter_ = DisplayFilter::monitor;
    MainsFilter mains_ = MainsFilter::off;
    double speed_mm_per_s_ = 25;
    double gain_mm_per_mv_ = 10;
    double pixels_per_mm_ = 96.0 / 25.4;
    LeadLayout layout_ = LeadLayout::three_by_four_plus_one;  // stacked where one of the twelve is missing
    TriptychScope scope_ = TriptychScope::selected_beat;
    ScalogramContent scalogram_content_ = ScalogramContent::morlet;
    bool log_frequency_ = true;
    double paper_width_px_ = 0;
    bool at_preset_speed_ = true;
    Stretch last_focus_;  // what focusChanged() last announced
};

}  // namespace triptych::ui
