#include "ui/window/action_table.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace triptych::ui {
namespace {

using Facts = WindowFacts;
using Id = ActionId;

constexpr ActionSpec separator(Menu menu) {
    return {std::nullopt, menu};
}

constexpr MenuSpec kMenus[] = {
    {Menu::file, std::nullopt, "&File"},         {Menu::project, Menu::file, "&Project of labels"},
    {Menu::view, std::nullopt, "&View"},         {Menu::speed, Menu::view, "Paper &speed"},
    {Menu::gain, Menu::view, "&Gain"},           {Menu::leads, Menu::view, "&Layout of leads"},
    {Menu::theme, Menu::view, "T&heme"},         {Menu::signal, std::nullopt, "&Signal"},
    {Menu::filter, Menu::signal, "&Filter"},     {Menu::mains, Menu::signal, "&Mains"},
    {Menu::beats, Menu::signal, "&Beats from"},  {Menu::model, std::nullopt, "&Model"},
    {Menu::review, std::nullopt, "&Review"},     {Menu::budget, Menu::review, "&Length of the queue"},
    {Menu::episodes, Menu::review, "Episod&es"}, {Menu::help, std::nullopt, "&Help"},
};

constexpr ActionSpec kTable[] = {
    {Id::open, Menu::file, "&Open…", "Ctrl+O", "Open a recording"},
    {Id::open_sample, Menu::file, "Open the s&ample", "Ctrl+Shift+O", "Open the built-in made-up recording"},
    separator(Menu::file),
    {Id::save_labels, Menu::file, "&Save labels beside the recording", "Ctrl+S",
     "Write the labels as annotator \"triptych\", which WFDB programs read; your project holds them already",
     &Facts::has_beats},
    {Id::save_labels_to, Menu::file, "Save labels &to…", "Ctrl+Shift+S", "Write that file into another folder",
     &Facts::has_beats},
    {Id::new_project, Menu::project, "&New…", "Ctrl+Shift+N", "Keep labels in a new project file from now on"},
    {Id::open_project, Menu::project, "&Open…", "Ctrl+Shift+P",
     "Keep labels in another project file, and show those that it holds"},
    {Id::own_project, Menu::project, "&Your own", "Ctrl+Shift+Y", "Keep labels in your own project again",
     &Facts::in_a_project},
    separator(Menu::file),
    {Id::export_recording, Menu::file, "&Export…", "Ctrl+E", "Write the recording as WFDB, EDF+, BDF+, CSV or JSON",
     &Facts::reading},
    {Id::export_anonymous, Menu::file, "Export &anonymised…", "Ctrl+Shift+E",
     "The same, without comments and the start time", &Facts::reading},
    separator(Menu::file),
    {Id::close_recording, Menu::file, "&Close", "Ctrl+W", "Close the recording", &Facts::reading},
    {Id::quit, Menu::file, "&Quit", "Ctrl+Q", "Leave Triptych"},

    {Id::zoom_in, Menu::view, "Zoom &in", "+ | =", "Show less time, larger", &Facts::reading},
    {Id::zoom_out, Menu::view, "Zoom &out", "-", "Show more time, smaller", &Facts::reading},
    {Id::whole_record, Menu::view, "&Whole record", "Ctrl+0", "Show the whole recording", &Facts::reading},
    {Id::page_forward, Menu::view, "Page for&ward", "PgDown", "Go one page forward", &Facts::reading},
    {Id::page_back, Menu::view, "Page &back", "PgUp", "Go one page back", &Facts::reading},
    {Id::go_start, Menu::view, "&Start", "Home", "Go to the start of the recording", &Facts::reading},
    {Id::go_end, Menu::view, "&End", "End", "Go to the end of the recording", &Facts::reading},
    {Id::go_time, Menu::view, "&Go to a time…", "G", "Go to a time: 14:03 by the clock, +1:20:00 since the beginning",
     &Facts::reading},
    {Id::speed_6, Menu::speed, "6.25 mm/s", "Ctrl+1", "Paper speed 6.25 mm/s", kAlways, kNever, PaperSpeed{6.25}},
    {Id::speed_12, Menu::speed, "12.5 mm/s", "Ctrl+2", "Paper speed 12.5 mm/s", kAlways, kNever, PaperSpeed{12.5}},
    {Id::speed_25, Menu::speed, "25 mm/s", "Ctrl+3", "Paper speed 25 mm/s, the usual one", kAlways, kNever,
     PaperSpeed{25}},
    {Id::speed_50, Menu::speed, "50 mm/s", "Ctrl+4", "Paper speed 50 mm/s", kAlways, kNever, PaperSpeed{50}},
    {Id::speed_100, Menu::speed, "100 mm/s", "Ctrl+5", "Paper speed 100 mm/s", kAlways, kNever, PaperSpeed{100}},
    {Id::gain_2, Menu::gain, "2.5 mm/mV", "Alt+1", "Gain 2.5 mm/mV", kAlways, kNever, PaperGain{2.5}},
    {Id::gain_5, Menu::gain, "5 mm/mV", "Alt+2", "Gain 5 mm/mV", kAlways, kNever, PaperGain{5}},
    {Id::gain_10, Menu::gain, "10 mm/mV", "Alt+3", "Gain 10 mm/mV, the usual one", kAlways, kNever, PaperGain{10}},
    {Id::gain_20, Menu::gain, "20 mm/mV", "Alt+4", "Gain 20 mm/mV", kAlways, kNever, PaperGain{20}},
    {Id::gain_40, Menu::gain, "40 mm/mV", "Alt+5", "Gain 40 mm/mV", kAlways, kNever, PaperGain{40}},
    {Id::layout_stacked, Menu::leads, "One below the other", "Ctrl+L, 1", "Leads one below the other", kAlways, kNever,
     LeadLayout::stacked},
    {Id::layout_3x4, Menu::leads, "3 × 4 and a rhythm lead", "Ctrl+L, 2", "Twelve leads as on a printed page", kAlways,
     kNever, LeadLayout::three_by_four_plus_one},
    {Id::all_leads, Menu::leads, "&All channels", "Ctrl+L, A", "Show also the channels that are no ECG",
     &Facts::has_other_leads, &Facts::all_leads},
    separator(Menu::view),
    {Id::calipers, Menu::view, "&Calipers", "C", "Measure times, rates and QTc in the rhythm; drag the legs or the bar",
     &Facts::reading, &Facts::calipers},
    {Id::march_out, Menu::view, "&March out", "M", "Repeat the calipers' distance over the whole view", &Facts::reading,
     &Facts::marches_out},
    {Id::waves, Menu::view, "Wa&ves", "W",
     "Show where P, QRS and T begin, peak and end, or hide it; drag what stands wrong", &Facts::may_have_beats,
     &Facts::waves},
    {Id::measurements, Menu::view, "Measu&rements", "I",
     "The median beat and every interval, axis and level, the device's own beside ours, in the side panels' place",
     &Facts::may_have_beats, &Facts::measurements},
    {Id::rhythm_page, Menu::view, "&Rhythm", "A",
     "Trend bands, episodes, events, burden and variability of the whole recording, in the triptych's place",
     &Facts::may_have_beats, &Facts::rhythm_page},
    separator(Menu::view),
    {Id::focus_scope, Menu::view, "&Triptych follows the view", "T",
     "The triptych shows the stretch in view instead of the selected beat", kAlways, &Facts::follows_view},
    {Id::log_frequency, Menu::view, "Logarithmic &frequency", "Ctrl+F", "Frequency axis logarithmic or linear", kAlways,
     &Facts::log_frequency},
    {Id::stack_triptych, Menu::view, "Trace a&bove scalogram", "Ctrl+L, 3",
     "The triptych's trace stands above its scalogram instead of beside it", kAlways, &Facts::stacked},
    {Id::enlarge, Menu::view, "Make a pane &large", "Z", "Make the pane under the pointer large, or put it back"},
    {Id::header_line, Menu::view, "&Header line", "H",
     "Whose recording it is and what its device said, in a line above the paper", kAlways, &Facts::header_line},
    {Id::side_panels, Menu::view, "Side &panels", "F9", "Show the beat and the list of beats", kAlways,
     &Facts::side_panels},
    {Id::full_screen, Menu::view, "F&ull screen", "F11", "Use the whole screen", kAlways, &Facts::full_screen},
    separator(Menu::view),
    {Id::theme_light, Menu::theme, "&Light", "Ctrl+T, L", "Light theme", kAlways, kNever, ThemeChoice::light},
    {Id::theme_dark, Menu::theme, "&Dark", "Ctrl+T, D", "Dark theme", kAlways, kNever, ThemeChoice::dark},
    {Id::theme_auto, Menu::theme, "&As the system", "Ctrl+T, A", "Light or dark, as the system is", kAlways, kNever,
     ThemeChoice::as_system},
    {Id::calibrate, Menu::view, "&Millimetres of this screen…", "Ctrl+M, C",
     "Measure the screen, so that a millimetre is one"},

    {Id::filter_raw, Menu::filter, "&Raw", "F5", "The signal as recorded", kAlways, kNever, DisplayFilter::raw},
    {Id::filter_diagnostic, Menu::filter, "&Diagnostic 0.05–150 Hz", "F6", "Diagnostic filter, 0.05–150 Hz", kAlways,
     kNever, DisplayFilter::diagnostic},
    {Id::filter_monitor, Menu::filter, "&Monitor 0.5–40 Hz", "F7", "Monitor filter, 0.5–40 Hz", kAlways, kNever,
     DisplayFilter::monitor},
    {Id::filter_st, Menu::filter, "&ST 0.05–40 Hz", "F8", "ST filter, 0.05–40 Hz", kAlways, kNever, DisplayFilter::st},
    {Id::raw_signal, Menu::signal, "Raw and &back", "R", "The signal as recorded, and back to the filter"},
    {Id::mains_off, Menu::mains, "&Off", "Ctrl+M, 0", "No mains filter", kAlways, kNever, MainsFilter::off},
    {Id::mains_50, Menu::mains, "&50 Hz", "Ctrl+M, 5", "Take 50 Hz mains hum out of the display", kAlways, kNever,
     MainsFilter::hz50},
    {Id::mains_60, Menu::mains, "&60 Hz", "Ctrl+M, 6", "Take 60 Hz mains hum out of the display", kAlways, kNever,
     MainsFilter::hz60},
    separator(Menu::signal),
    {Id::next_lead, Menu::signal, "&Next lead", "Ctrl+Down", "Analyse the next lead", &Facts::reading},
    {Id::previous_lead, Menu::signal, "&Previous lead", "Ctrl+Up", "Analyse the previous lead", &Facts::reading},
    {Id::beats_reference, Menu::beats, "The &reference annotator", "Ctrl+B, R",
     "Beats as the reference annotator marked them", &Facts::has_reference, kNever, BeatOrigin::reference},
    {Id::beats_detected, Menu::beats, "The &detector", "Ctrl+B, D", "Beats as Triptych's detector finds them",
     &Facts::may_have_beats, kNever, BeatOrigin::detected},

    {Id::ai_layer, Menu::model, "&AI layer", "X", "Show or hide everything that comes from the model", kAlways,
     &Facts::ai_layer},
    {Id::read_first, Menu::model, "Read &first", "Shift+X",
     "Label before you see: the model's word on a beat is shown once you have labelled it", kAlways,
     &Facts::reads_first},
    {Id::next_model, Menu::model, "&Next model", "F4", "Classify with the next model"},
    {Id::classify, Menu::model, "&Classify again", "Ctrl+R", "Ask the model about every beat again",
     &Facts::may_have_beats},
    {Id::stop, Menu::model, "&Stop", "Esc", "Stop what runs; what has come so far stays", &Facts::works},
    separator(Menu::model),
    {Id::explain, Menu::model, "&Explain again", "E", "Explain the selected beat again", &Facts::can_explain},
    {Id::next_method, Menu::model, "Next &method", "Shift+E", "Explain by the next method"},
    {Id::model_input, Menu::model, "Model's own &input", "K",
     "The scalogram pane shows the picture that the model saw, not the Morlet scalogram", kAlways, &Facts::model_input},
    {Id::more_opacity, Menu::model, "&More opacity", "]", "Saliency more opaque"},
    {Id::less_opacity, Menu::model, "&Less opacity", "[", "Saliency less opaque"},

    {Id::next_beat, Menu::review, "&Next beat", "Right",
     "Go to the next beat; with a mark in hand, move it by a sample", &Facts::has_beats},
    {Id::previous_beat, Menu::review, "&Previous beat", "Left",
     "Go to the previous beat; with a mark in hand, move it back by a sample", &Facts::has_beats},
    {Id::next_same, Menu::review, "Next of the same &class", "Shift+Right", "Go to the next beat of the same class",
     &Facts::has_beats},
    {Id::previous_same, Menu::review, "Previous of the same c&lass", "Shift+Left",
     "Go to the previous beat of the same class", &Facts::has_beats},
    {Id::next_borderline, Menu::review, "Next in the &queue", "U",
     "Go to the beat that is worth a look most, of those that you have not labelled", &Facts::has_beats},
    {Id::previous_borderline, Menu::review, "Previous in the queue", "Shift+U",
     "Go back to the beat before in the queue", &Facts::has_beats},
    {Id::next_disagreement, Menu::review, "Next &disagreement", "D",
     "Go to the next beat on which the branches disagree", &Facts::has_beats},
    {Id::previous_disagreement, Menu::review, "Previous disagreement", "Shift+D",
     "Go to the previous beat on which the branches disagree", &Facts::has_beats},
    {Id::budget_small, Menu::budget, "Worst &twentieth, at most 100", "Ctrl+U, 1",
     "The queue holds the twentieth of the beats in most doubt, 100 at most", kAlways, kNever,
     pipeline::ReviewBudget{0.05, 100}},
    {Id::budget_tenth, Menu::budget, "Worst t&enth, at most 300", "Ctrl+U, 2",
     "The queue holds the tenth of the beats in most doubt, 300 at most", kAlways, kNever, pipeline::ReviewBudget{}},
    {Id::budget_fifth, Menu::budget, "Worst &fifth, at most 1,000", "Ctrl+U, 3",
     "The queue holds the fifth of the beats in most doubt, 1,000 at most", kAlways, kNever,
     pipeline::ReviewBudget{0.2, 1000}},
    {Id::budget_all, Menu::budget, "E&very borderline beat", "Ctrl+U, 4",
     "The queue holds every beat that there is a reason to look at", kAlways, kNever,
     pipeline::ReviewBudget{1, std::size_t{1} << 30}},
    separator(Menu::review),
    {Id::label_n, Menu::review, "N – normal", "N | Shift+N", "Label the beat N, normal, and go on", &Facts::has_beat},
    {Id::label_s, Menu::review, "S – supraventricular", "S | Shift+S", "Label the beat S, supraventricular, and go on",
     &Facts::has_beat},
    {Id::label_v, Menu::review, "V – ventricular", "V | Shift+V", "Label the beat V, premature ventricular, and go on",
     &Facts::has_beat},
    {Id::label_f, Menu::review, "F – fusion", "F | Shift+F", "Label the beat F, fusion, and go on", &Facts::has_beat},
    {Id::label_q, Menu::review, "Q – unclassifiable", "Q | Shift+Q", "Label the beat Q, unclassifiable, and go on",
     &Facts::has_beat},
    {Id::label_other, Menu::review, "&Other label…", "L", "Choose from all beat letters of WFDB", &Facts::has_beat},
    {Id::accept, Menu::review, "&Accept", "Space", "Make the label in force your own, and go on", &Facts::has_beat},
    {Id::clear_label, Menu::review, "Take your label a&way", "Del", "Take your own label of the beat away",
     &Facts::has_beat},
    separator(Menu::review),
    {Id::next_mark, Menu::review, "Next mark of a &wave", ".",
     "Take the next of the beat's nine marks of waves in hand: {previous_beat} {next_beat} move it, {clear_label} "
     "takes it away, {stop} lets it go",
     &Facts::has_beat},
    {Id::previous_mark, Menu::review, "Previous mark of a wave", ",", "Take the mark before in hand", &Facts::has_beat},
    {Id::place_mark, Menu::review, "&Put a mark here", "Ins",
     "Put the mark in hand, or the one that is missing there, at the pointer", &Facts::has_beat},
    {Id::explain_mark, Menu::review, "Sa&y why…", "Y",
     "Say in your words why the mark in hand stands where it does; the history shows it", &Facts::has_beat},
    separator(Menu::review),
    {Id::next_episode, Menu::episodes, "Next &episode", "J", "Go to the next episode of the list", &Facts::has_rhythm},
    {Id::previous_episode, Menu::episodes, "Previous episode", "Shift+J", "Go to the previous episode of the list",
     &Facts::has_rhythm},
    {Id::next_event, Menu::episodes, "Next e&vent", "O", "Go to the next run, couplet, pause or mark of the list",
     &Facts::has_rhythm},
    {Id::previous_event, Menu::episodes, "Previous event", "Shift+O", "Go to the event before", &Facts::has_rhythm},
    separator(Menu::episodes),
    {Id::accept_episode, Menu::episodes, "&Accept the episode", "Ctrl+Space",
     "Make the episode that you stand at your own", &Facts::has_episode},
    {Id::change_episode, Menu::episodes, "&Call it something else…", "Ctrl+J", "Call the episode another rhythm",
     &Facts::has_episode},
    {Id::reject_episode, Menu::episodes, "&Reject the episode", "Ctrl+Del",
     "There is no such rhythm here; what it hid is told", &Facts::has_episode},
    {Id::episode_begins, Menu::episodes, "It &begins here", "Ctrl+[",
     "The episode begins at the pointer, or at the selected beat", &Facts::has_episode},
    {Id::episode_ends, Menu::episodes, "It e&nds here", "Ctrl+]",
     "The episode ends at the pointer, or at the selected beat", &Facts::has_episode},
    {Id::name_stretch, Menu::episodes, "Name the selected &stretch…", "Ctrl+Shift+J",
     "Say what the rhythm of the selected stretch is, or that it cannot be read", &Facts::has_rhythm},
    {Id::undo, Menu::review, "&Undo", "Ctrl+Z",
     "Take the last label, the last move of a mark or the last word on the rhythm back", &Facts::can_undo},
    {Id::redo, Menu::review, "&Redo", "Ctrl+Y | Ctrl+Shift+Z", "Do again what was taken back", &Facts::can_redo},
    {Id::history, Menu::review, "&History of labels…", "Ctrl+H",
     "Everything that was labelled or marked, by whom and when; take any of it back by itself", &Facts::reading},

    {Id::find_action, Menu::help, "&Find an action…", "Ctrl+K", "Find an action by its name"},
    {Id::keys, Menu::help, "&Keys", "F1 | ?", "All keys on one page"},
    {Id::about, Menu::help, "&About Triptych", "Shift+F1", "Version, licence, inference backend"},
};

// Every action has one entry, and no more.
constexpr bool isWhole() {
    std::array<bool, kActions> has_entry = {};
    for (const ActionSpec& spec : kTable) {
        if (spec.id && std::exchange(has_entry[static_cast<std::size_t>(*spec.id)], true)) return false;
    }
    return std::all_of(has_entry.begin(), has_entry.end(), [](bool has) { return has; });
}
static_assert(isWhole(), "each ActionId needs one line in the table");

}  // namespace

std::span<const ActionSpec> actionTable() {
    return kTable;
}

std::span<const MenuSpec> menuTable() {
    return kMenus;
}

}  // namespace triptych::ui
