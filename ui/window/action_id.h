// What every action and every menu of the window is called in the code: values that the compiler knows, so that a name
// that is mistyped is no name. What the reader sees of them stands in the table (action_table.h).
#pragma once

#include <QMetaEnum>
#include <QObject>

namespace triptych::ui {

Q_NAMESPACE

// In the order of the menus. Their names are also the actions' objectNames.
enum class ActionId {
    open,
    open_sample,
    save_labels,
    save_labels_to,
    new_project,
    open_project,
    own_project,
    export_recording,
    export_anonymous,
    close_recording,
    quit,

    zoom_in,
    zoom_out,
    whole_record,
    page_forward,
    page_back,
    go_start,
    go_end,
    go_time,
    speed_6,
    speed_12,
    speed_25,
    speed_50,
    speed_100,
    gain_2,
    gain_5,
    gain_10,
    gain_20,
    gain_40,
    layout_stacked,
    layout_3x4,
    all_leads,
    calipers,
    march_out,
    waves,
    measurements,
    focus_scope,
    log_frequency,
    stack_triptych,
    enlarge,
    header_line,
    side_panels,
    full_screen,
    theme_light,
    theme_dark,
    theme_auto,
    calibrate,

    filter_raw,
    filter_diagnostic,
    filter_monitor,
    filter_st,
    raw_signal,
    mains_off,
    mains_50,
    mains_60,
    next_lead,
    previous_lead,
    beats_reference,
    beats_detected,

    ai_layer,
    read_first,
    next_model,
    classify,
    stop,
    explain,
    next_method,
    model_input,
    more_opacity,
    less_opacity,

    next_beat,
    previous_beat,
    next_same,
    previous_same,
    next_borderline,
    previous_borderline,
    next_disagreement,
    previous_disagreement,
    label_n,
    label_s,
    label_v,
    label_f,
    label_q,
    label_other,
    accept,
    clear_label,
    next_mark,
    previous_mark,
    place_mark,
    explain_mark,
    undo,
    redo,
    history,

    find_action,
    keys,
    about,
};
Q_ENUM_NS(ActionId)
inline constexpr int kActions = static_cast<int>(ActionId::about) + 1;

enum class Menu { file, project, view, speed, gain, leads, theme, signal, filter, mains, beats, model, review, help };

}  // namespace triptych::ui
