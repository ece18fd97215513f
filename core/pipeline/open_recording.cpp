#include "core/pipeline/open_recording.h"

#include "core/beats/calibration_pulse.h"
#include "core/beats/detect.h"
#include "core/domain/no_beats.h"
#include "core/formats/open.h"
#include "core/pipeline/choose_lead.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/label_file.h"
#include "core/pipeline/saved_labels.h"
#include "core/synth/synthesize.h"
#include "core/text/said.h"

#include <utility>

namespace triptych::pipeline {
namespace {

std::shared_ptr<const BeatList> annotatedBeats(const Recording& recording, std::size_t lead) {
    if (referenceOf(recording) == nullptr) return nullptr;
    auto list = beats::referenceBeats(recording, lead);
    return list ? std::make_shared<const BeatList>(std::move(*list)) : nullptr;
}

Result<OpenedRecording> prepared(RecordingPtr recording, const Job& job) {
    if (recording->leads.empty() || recording->duration_s <= 0) {
        return fail(ErrorCode::empty, "the recording has no samples to show", recording->path,
                    "check that its signal files are beside its header");
    }
    OpenedRecording opened;
    opened.warnings = recording->warnings;
    LeadsFound leads = findLeads(*recording, job);
    opened.lead = leads.analysed.lead;
    opened.layers = recordingLayers(*recording);
    opened.lead_stated = std::move(leads.analysed.stated);
    opened.lead_because = std::move(leads.analysed.because);
    opened.is_ecg = std::move(leads.is_ecg);
    opened.others_stated = std::move(leads.others_stated);
    if (!whyNoBeats(*recording).empty()) {
        opened.lead_stated = {};  // nothing is read from it
    } else {
        opened.annotated = annotatedBeats(*recording, opened.lead);
        text::Said pulses = beats::sayPulses(beats::findCalibrationPulses(*recording, job));
        if (!pulses.empty()) opened.beat_warnings.push_back({std::move(pulses), recording->path});
    }
    opened.recording = std::move(recording);
    return opened;
}

}  // namespace

Result<OpenedRecording> openRecording(const std::string& path, const Job& job, const formats::OpenHints& hints) {
    job.progress(0.0, "opening");
    auto recording = formats::open(path, job, hints);
    if (!recording) return std::unexpected(recording.error());
    auto opened = prepared(std::move(*recording), job);
    if (!opened) return opened;
    auto saved = savedLabelsOf(*opened->recording);
    if (saved) {
        opened->saved = std::move(*saved);
    } else if (saved.error().code != ErrorCode::not_found) {
        opened->warnings.push_back(
            {text::say("saved labels were not taken: {1}", saved.error().what), saved.error().where});
    }
    job.progress(1.0, "opened");
    return opened;
}

Result<OpenedRecording> openSample(const Job& job) {
    synth::SynthRequest request;
    request.duration_s = 120;
    request.pvc_fraction = 0.08;
    request.apc_fraction = 0.06;
    request.seed = 208;
    auto made = synth::synthesize(request, job);
    if (!made) return std::unexpected(made.error());
    return prepared(std::move(made->recording), job);
}

}  // namespace triptych::pipeline
