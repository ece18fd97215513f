#include "ui/window/print_request.h"

#include "core/domain/annotation.h"
#include "core/pipeline/find_beats.h"
#include "ui/panes/display_signal.h"
#include "ui/state/resting.h"

#include <algorithm>

namespace triptych::ui {
namespace {

constexpr double kUsualSpeed_mm_per_s = 25, kUsualGain_mm_per_mv = 10;
constexpr double kLongestScreen_s = 3600, kLeastDay_s = 600;

// An annotator's letters are the annotator's; a model has a word on beats that were only found, or marked by a device.
bool showsModelsLetters(const ViewState& state) {
    if (!state.model().aiVisible()) return false;
    if (state.beats().origin() == BeatOrigin::reference) {
        const AnnotationSet* reference = pipeline::referenceOf(*state.record().recording());
        return reference != nullptr &&
               std::ranges::any_of(reference->annotations, [](const Annotation& mark) { return mark.code == kLearn; });
    }
    return std::ranges::any_of(state.beats().all(),
                               [](const LabelledBeat& beat) { return beat.code != 0 && !beat.relabelled; });
}

// Who marked the beats, and how many letters of the recording are a reader's.
QString marksBy(const BeatState& beats) {
    const QString by =
        beats.origin() == BeatOrigin::reference ? QObject::tr("reference annotator") : QObject::tr("detector");
    const auto relabelled = std::ranges::count_if(beats.all(), &LabelledBeat::relabelled);
    return relabelled == 0 ? by : QObject::tr("%1, %2 labelled by readers").arg(by).arg(relabelled);
}

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
    for (const LabelledBeat& beat : state.beats().all()) {
        request.beats.push_back({beat.time_s, beat.code, beat.relabelled});
    }
    request.beats_by = marksBy(state.beats()).toStdString();
    if (showsModelsLetters(state)) request.model = model.toStdString();
    if (choices.part != PrintedPart::day) return request;
    for (const rhythm::Episode& episode : state.rhythm().episodes()) {
        request.episodes.push_back(
            {episode.span.from_s, episode.span.to_s, std::string(rhythm::name(episode.rhythm)), episode.by_reader});
    }
    return request;
}

}  // namespace triptych::ui
