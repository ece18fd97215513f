#include "ui/window/action_table.h"

namespace triptych::ui {
namespace {

constexpr const char* kFile = "&File";
constexpr const char* kProject = "&File>&Project of labels";
constexpr const char* kView = "&View";
constexpr const char* kSpeed = "&View>Paper &speed";
constexpr const char* kGain = "&View>&Gain";
constexpr const char* kLeads = "&View>&Layout of leads";
constexpr const char* kTheme = "&View>T&heme";
constexpr const char* kSignal = "&Signal";
constexpr const char* kFilter = "&Signal>&Filter";
constexpr const char* kMains = "&Signal>&Mains";
constexpr const char* kBeats = "&Signal>&Beats from";
constexpr const char* kModel = "&Model";
constexpr const char* kReview = "&Review";
constexpr const char* kHelp = "&Help";

constexpr ActionSpec kTable[] = {
    {"open", kFile, "&Open…", "Ctrl+O", "Open a recording"},
    {"open_sample", kFile, "Open the s&ample", "Ctrl+Shift+O", "Open the built-in made-up recording"},
    {"-", kFile, "", "", ""},
    {"save_labels", kFile, "&Save labels beside the recording", "Ctrl+S",
     "Write the labels as annotator \"triptych\", which WFDB programs read; your project holds them already"},
    {"save_labels_to", kFile, "Save labels &to…", "Ctrl+Shift+S", "Write that file into another folder"},
    {"new_project", kProject, "&New…", "Ctrl+Shift+N", "Keep labels in a new project file from now on"},
    {"open_project", kProject, "&Open…", "Ctrl+Shift+P",
     "Keep labels in another project file, and show those that it holds"},
    {"own_project", kProject, "&Your own", "Ctrl+Shift+Y", "Keep labels in your own project again"},
    {"-", kFile, "", "", ""},
    {"export", kFile, "&Export…", "Ctrl+E", "Write the recording as WFDB, EDF+, BDF+, CSV or JSON"},
    {"export_anonymous", kFile, "Export &anonymised…", "Ctrl+Shift+E", "The same, without comments and the start time"},
    {"-", kFile, "", "", ""},
    {"close_recording", kFile, "&Close", "Ctrl+W", "Close the recording"},
    {"quit", kFile, "&Quit", "Ctrl+Q", "Leave Triptych"},

    {"zoom_in", kView, "Zoom &in", "+ | =", "Show less time, larger"},
    {"zoom_out", kView, "Zoom &out", "-", "Show more time, smaller"},
    {"whole_record", kView, "&Whole record", "Ctrl+0", "Show the whole recording"},
    {"page_forward", kView, "Page for&ward", "PgDown", "Go one page forward"},
    {"page_back", kView, "Page &back", "PgUp", "Go one page back"},
    {"go_start", kView, "&Start", "Home", "Go to the start of the recording"},
    {"go_end", kView, "&End", "End", "Go to the end of the recording"},
    {"go_time", kView, "&Go to a time…", "G", "Go to a time: 14:03 by the clock, +1:20:00 since the beginning"},
    {"speed_6", kSpeed, "6.25 mm/s", "Ctrl+1", "Paper speed 6.25 mm/s", "speed"},
    {"speed_12", kSpeed, "12.5 mm/s", "Ctrl+2", "Paper speed 12.5 mm/s", "speed"},
    {"speed_25", kSpeed, "25 mm/s", "Ctrl+3", "Paper speed 25 mm/s, the usual one", "speed"},
    {"speed_50", kSpeed, "50 mm/s", "Ctrl+4", "Paper speed 50 mm/s", "speed"},
    {"speed_100", kSpeed, "100 mm/s", "Ctrl+5", "Paper speed 100 mm/s", "speed"},
    {"gain_2", kGain, "2.5 mm/mV", "Alt+1", "Gain 2.5 mm/mV", "gain"},
    {"gain_5", kGain, "5 mm/mV", "Alt+2", "Gain 5 mm/mV", "gain"},
    {"gain_10", kGain, "10 mm/mV", "Alt+3", "Gain 10 mm/mV, the usual one", "gain"},
    {"gain_20", kGain, "20 mm/mV", "Alt+4", "Gain 20 mm/mV", "gain"},
    {"gain_40", kGain, "40 mm/mV", "Alt+5", "Gain 40 mm/mV", "gain"},
    {"layout_stacked", kLeads, "One below the other", "Ctrl+L, 1", "Leads one below the other", "layout"},
    {"layout_3x4", kLeads, "3 × 4 and a rhythm lead", "Ctrl+L, 2", "Twelve leads as on a printed page", "layout"},
    {"all_leads", kLeads, "&All channels", "Ctrl+L, A", "Show also the channels that are no ECG", "alone"},
    {"-", kView, "", "", ""},
    {"calipers", kView, "&Calipers", "C", "Measure times, rates and QTc in the rhythm; drag the legs or the bar",
     "alone"},
    {"march_out", kView, "&March out", "M", "Repeat the calipers' distance over the whole view", "alone"},
    {"waves", kView, "Wa&ves", "W", "Show where P, QRS and T begin, peak and end, or hide it; drag what stands wrong",
     "alone"},
    {"measurements", kView, "Measu&rements", "I",
     "The median beat and every interval, axis and level, the device's own beside ours, in the side panels' place",
     "alone"},
    {"-", kView, "", "", ""},
    {"focus_scope", kView, "&Triptych follows the view", "T",
     "The triptych shows the stretch in view instead of the selected beat", "alone"},
    {"log_frequency", kView, "Logarithmic &frequency", "Ctrl+F", "Frequency axis logarithmic or linear", "alone"},
    {"stack_triptych", kView, "Trace a&bove scalogram", "Ctrl+L, 3",
     "The triptych's trace stands above its scalogram instead of beside it", "alone"},
    {"enlarge", kView, "Make a pane &large", "Z", "Make the pane under the pointer large, or put it back"},
    {"header_line", kView, "&Header line", "H",
     "Whose recording it is and what its device said, in a line above the paper", "alone"},
    {"side_panels", kView, "Side &panels", "F9", "Show the beat and the list of beats", "alone"},
    {"full_screen", kView, "F&ull screen", "F11", "Use the whole screen", "alone"},
    {"-", kView, "", "", ""},
    {"theme_light", kTheme, "&Light", "Ctrl+T, L", "Light theme", "theme"},
    {"theme_dark", kTheme, "&Dark", "Ctrl+T, D", "Dark theme", "theme"},
    {"theme_auto", kTheme, "&As the system", "Ctrl+T, A", "Light or dark, as the system is", "theme"},
    {"calibrate", kView, "&Millimetres of this screen…", "Ctrl+M, C",
     "Measure the screen, so that a millimetre is one"},

    {"filter_raw", kFilter, "&Raw", "F5", "The signal as recorded", "filter"},
    {"filter_diagnostic", kFilter, "&Diagnostic 0.05–150 Hz", "F6", "Diagnostic filter, 0.05–150 Hz", "filter"},
    {"filter_monitor", kFilter, "&Monitor 0.5–40 Hz", "F7", "Monitor filter, 0.5–40 Hz", "filter"},
    {"filter_st", kFilter, "&ST 0.05–40 Hz", "F8", "ST filter, 0.05–40 Hz", "filter"},
    {"raw_signal", kSignal, "Raw and &back", "R", "The signal as recorded, and back to the filter"},
    {"mains_off", kMains, "&Off", "Ctrl+M, 0", "No mains filter", "mains"},
    {"mains_50", kMains, "&50 Hz", "Ctrl+M, 5", "Take 50 Hz mains hum out of the display", "mains"},
    {"mains_60", kMains, "&60 Hz", "Ctrl+M, 6", "Take 60 Hz mains hum out of the display", "mains"},
    {"-", kSignal, "", "", ""},
    {"next_lead", kSignal, "&Next lead", "Ctrl+Down", "Analyse the next lead"},
    {"previous_lead", kSignal, "&Previous lead", "Ctrl+Up", "Analyse the previous lead"},
    {"beats_reference", kBeats, "The &reference annotator", "Ctrl+B, R", "Beats as the reference annotator marked them",
     "beats"},
    {"beats_detected", kBeats, "The &detector", "Ctrl+B, D", "Beats as Triptych's detector finds them", "beats"},

    {"ai_layer", kModel, "&AI layer", "X", "Show or hide everything that comes from the model", "alone"},
    {"read_first", kModel, "Read &first", "Shift+X",
     "Label before you see: the model's word on a beat is shown once you have labelled it", "alone"},
    {"next_model", kModel, "&Next model", "F4", "Classify with the next model"},
    {"classify", kModel, "&Classify again", "Ctrl+R", "Ask the model about every beat again"},
    {"stop", kModel, "&Stop", "Esc", "Stop what runs; what has come so far stays"},
    {"-", kModel, "", "", ""},
    {"explain", kModel, "&Explain again", "E", "Explain the selected beat again"},
    {"next_method", kModel, "Next &method", "Shift+E", "Explain by the other method"},
    {"model_input", kModel, "Model's own &input", "K",
     "The scalogram pane shows the picture that the model saw, not the Morlet scalogram", "alone"},
    {"more_opacity", kModel, "&More opacity", "]", "Saliency more opaque"},
    {"less_opacity", kModel, "&Less opacity", "[", "Saliency less opaque"},

    {"next_beat", kReview, "&Next beat", "Right", "Go to the next beat; with a mark in hand, move it by a sample"},
    {"previous_beat", kReview, "&Previous beat", "Left",
     "Go to the previous beat; with a mark in hand, move it back by a sample"},
    {"next_same", kReview, "Next of the same &class", "Shift+Right", "Go to the next beat of the same class"},
    {"previous_same", kReview, "Previous of the same c&lass", "Shift+Left",
     "Go to the previous beat of the same class"},
    {"next_borderline", kReview, "Next &borderline beat", "U", "Go to the next borderline beat"},
    {"previous_borderline", kReview, "Previous borderline beat", "Shift+U", "Go to the previous borderline beat"},
    {"next_disagreement", kReview, "Next &disagreement", "D", "Go to the next beat on which the branches disagree"},
    {"previous_disagreement", kReview, "Previous disagreement", "Shift+D",
     "Go to the previous beat on which the branches disagree"},
    {"-", kReview, "", "", ""},
    {"label_n", kReview, "N – normal", "N | Shift+N", "Label the beat N, normal, and go on"},
    {"label_s", kReview, "S – supraventricular", "S | Shift+S", "Label the beat S, supraventricular, and go on"},
    {"label_v", kReview, "V – ventricular", "V | Shift+V", "Label the beat V, premature ventricular, and go on"},
    {"label_f", kReview, "F – fusion", "F | Shift+F", "Label the beat F, fusion, and go on"},
    {"label_q", kReview, "Q – unclassifiable", "Q | Shift+Q", "Label the beat Q, unclassifiable, and go on"},
    {"label_other", kReview, "&Other label…", "L", "Choose from all beat letters of WFDB"},
    {"accept", kReview, "&Accept", "Space", "Make the label in force your own, and go on"},
    {"clear_label", kReview, "Take your label a&way", "Del", "Take your own label of the beat away"},
    {"-", kReview, "", "", ""},
    {"next_mark", kReview, "Next mark of a &wave", ".",
     "Take the next of the beat's nine marks of waves in hand: arrows move it, Del takes it away, Esc lets it go"},
    {"previous_mark", kReview, "Previous mark of a wave", ",", "Take the mark before in hand"},
    {"place_mark", kReview, "&Put a mark here", "Ins",
     "Put the mark in hand, or the one that is missing there, at the pointer"},
    {"explain_mark", kReview, "Sa&y why…", "Y",
     "Say in your words why the mark in hand stands where it does; the history shows it"},
    {"-", kReview, "", "", ""},
    {"undo", kReview, "&Undo", "Ctrl+Z", "Take the last label, or the last move of a mark, back"},
    {"redo", kReview, "&Redo", "Ctrl+Y | Ctrl+Shift+Z", "Do again what was taken back"},
    {"history", kReview, "&History of labels…", "Ctrl+H",
     "Everything that was labelled or marked, by whom and when; take any of it back by itself"},

    {"find_action", kHelp, "&Find an action…", "Ctrl+K", "Find an action by its name"},
    {"keys", kHelp, "&Keys", "F1 | ?", "All keys on one page"},
    {"about", kHelp, "&About Triptych", "Shift+F1", "Version, licence, inference backend"},
};

}  // namespace

std::span<const ActionSpec> actionTable() {
    return kTable;
}

}  // namespace triptych::ui
