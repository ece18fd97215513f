// How things are drawn: colours, filters, scales, layouts. What the settings keep from one day to the next.
#pragma once

#include <QObject>

namespace triptych::ui {

enum class Theme { light, dark };
enum class DisplayFilter { raw, diagnostic, monitor, st };  // docs/clinical.md: 0.05-150, 0.5-40, 0.05-40 Hz
enum class MainsFilter { off, hz50, hz60 };
// Settings keep their numbers: new ones at the end. All but the first need the twelve leads, and fall back to it.
enum class LeadLayout { stacked, three_by_four_plus_one, three_by_four, six_by_two, twelve_by_one };
enum class TriptychScope { selected_beat, view };     // what the three panes show; T toggles
enum class ScalogramContent { morlet, model_input };  // K: the STFT that the model saw instead

// GUI thread.
class DisplayState : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;

    [[nodiscard]] Theme theme() const { return theme_; }
    void setTheme(Theme theme);
    [[nodiscard]] DisplayFilter filter() const { return filter_; }
    void setFilter(DisplayFilter filter);
    [[nodiscard]] MainsFilter mains() const { return mains_; }
    void setMains(MainsFilter mains);
    [[nodiscard]] double speedMmPerS() const { return speed_mm_per_s_; }  // 6.25 12.5 25 50 100
    void setSpeedMmPerS(double speed);  // the view's span follows it, about the view's centre
    [[nodiscard]] double gainMmPerMv() const { return gain_mm_per_mv_; }  // 2.5 5 10 20 40
    void setGainMmPerMv(double gain);
    [[nodiscard]] double pixelsPerMm() const { return pixels_per_mm_; }  // screen DPI × calibration setting
    void setPixelsPerMm(double pixels_per_mm);
    [[nodiscard]] LeadLayout layout() const { return layout_; }
    void setLayout(LeadLayout layout);
    // The limb leads in the order of their axes: aVL I −aVR II aVF III.
    [[nodiscard]] bool cabrera() const { return cabrera_; }
    void setCabrera(bool cabrera);
    // Each lead fills its row, and no mm/mV holds: only where the reader asks for it.
    [[nodiscard]] bool ownScales() const { return own_scales_; }
    void setOwnScales(bool own);
    [[nodiscard]] TriptychScope scope() const { return scope_; }
    void setScope(TriptychScope scope);
    [[nodiscard]] ScalogramContent scalogramContent() const { return scalogram_content_; }
    void setScalogramContent(ScalogramContent content);
    [[nodiscard]] bool logFrequency() const { return log_frequency_; }
    void setLogFrequency(bool log_frequency);

Q_SIGNALS:
    void displayChanged();  // any of them
    // Ahead of displayChanged(), so that the view has followed when panes ask for it.
    void speedChosen(bool is_new);  // also the one that was chosen already, which a zoom may have left
    void millimetreChanged();
    void scopeChanged();

private:
    Theme theme_ = Theme::light;
    DisplayFilter filter_ = DisplayFilter::monitor;
    MainsFilter mains_ = MainsFilter::off;
    double speed_mm_per_s_ = 25;
    double gain_mm_per_mv_ = 10;
    double pixels_per_mm_ = 96.0 / 25.4;
    LeadLayout layout_ = LeadLayout::three_by_four_plus_one;  // stacked where one of the twelve is missing
    bool cabrera_ = false, own_scales_ = false;
    TriptychScope scope_ = TriptychScope::selected_beat;
    ScalogramContent scalogram_content_ = ScalogramContent::morlet;
    bool log_frequency_ = true;
};

}  // namespace triptych::ui
