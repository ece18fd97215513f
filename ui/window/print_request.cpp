#include "ui/window/print_request.h"

#include "ui/panes/display_signal.h"
#include "ui/state/resting.h"

namespace triptych::ui {
namespace {

constexpr double kUsualSpeed_mm_per_s = 25, kUsualGain_mm_per_mv = 10;
constexpr double kLongestScreen_s = 3600, kLeastDay_s = 600;

}  // namespace

bool canPrint(PrintedPart part, const ViewState& state) {
    const RecordingPtr& recording = state.record().recording();
    if (!recording) return false;
    switch (part) {
        case PrintedPart::page:
            return true;
        case PrintedPart::two_pages:
        case PrintedPart::four_pages:
            return standardTwelve(*recording).has_value();
        case PrintedPart::screen:
            return state.view().viewport().span_s <= kLongestScreen_s;
        case PrintedPart::selection:
            return state.view().selection().has_value();
        case PrintedPart::day:
            return recording->duration_s >= kLeastDay_s;
    }
    return false;
}

pages::PageRequest printRequest(const ViewState& state, const PrintChoices& choices, const QString& model) {
    const DisplayState& display = state.display();
    const ViewportState& view = state.view();
    pages::PageRequest request;
    request.size = choices.size;
    request.layout = static_cast<pages::PageLayout>(display.layout());
    request.cabrera = display.cabrera();
    request.filter = displayFilter(display);
    request.rhythm_lead = state.record().analysisLead();
    const bool is_page = standardTwelve(*state.record().recording()) && display.layout() != LeadLayout::stacked;
    request.leads = is_page ? state.record().chosenLeads() : state.record().shownLeads();
    request.patient_line = choices.patient_line;
    request.mm_per_s = kUsualSpeed_mm_per_s;
    request.mm_per_mv = kUsualGain_mm_per_mv;
    switch (choices.part) {
        case PrintedPart::page:
            request.from_s = view.viewport().start_s;
            break;
        case PrintedPart::two_pages:
            request.kind = pages::PageKind::two_pages;
            request.from_s = view.viewport().start_s;
            break;
        case PrintedPart::four_pages:
            request.kind = pages::PageKind::four_pages;
            request.from_s = view.viewport().start_s;
            break;
        case PrintedPart::screen:
            request.mm_per_s = display.speedMmPerS();
            request.mm_per_mv = display.gainMmPerMv();
            request.fits_gain = false;
            request.from_s = view.viewport().start_s;
            request.to_s = view.viewport().end_s();
            request.one_page = true;
            break;
        case PrintedPart::selection:
            request.from_s = view.selection() ? view.selection()->from_s : view.viewport().start_s;
            request.to_s = view.selection() ? view.selection()->to_s : view.viewport().end_s();
            break;
        case PrintedPart::day:
            request.kind = pages::PageKind::full_disclosure;
            break;
    }
    if (!choices.beats) return request;
    const bool shows_model = state.model().aiVisible() && !model.isEmpty();
    for (const LabelledBeat& beat : state.beats().all()) request.beats.push_back({beat.time_s, beat.code});
    const bool is_reference = state.beats().origin() == BeatOrigin::reference;
    request.beats_by = (is_reference ? QObject::tr("reference annotator") : QObject::tr("detector")).toStdString();
    if (shows_model) request.model = model.toStdString();
    if (choices.part != PrintedPart::day) return request;
    for (const rhythm::Episode& episode : state.rhythm().episodes()) {
        request.episodes.push_back(
            {episode.span.from_s, episode.span.to_s, std::string(rhythm::name(episode.rhythm)), episode.by_reader});
    }
    return request;
}

}  // namespace triptych::ui
