#include "app/cli/study/noise_table.h"

#include "core/formats/open.h"
#include "core/pipeline/find_beats.h"
#include "core/synth/noise_stress.h"

#include <filesystem>
#include <iterator>
#include <limits>
#include <memory>

namespace triptych::cli {
namespace {

std::string fileOf(const std::string& folder, std::string_view of, const std::string& record) {
    return (std::filesystem::path(folder) / of / (record + ".hea")).string();
}

void add(NoisyScore& sum, const NoisyScore& row) {
    sum.score.true_positive += row.score.true_positive;
    sum.score.false_positive += row.score.false_positive;
    sum.score.false_negative += row.score.false_negative;
    sum.unreadable_s += row.unreadable_s;
    sum.noisy_s += row.noisy_s;
}

std::unexpected<Error> noReference(const Recording& recording) {
    return fail(ErrorCode::not_found, "the recording has no reference annotations", recording.path,
                "put its .atr file beside it");
}

std::vector<std::int64_t> samplesOf(const BeatList& list) {
    std::vector<std::int64_t> samples;
    samples.reserve(list.beats.size());
    for (const Beat& beat : list.beats) samples.push_back(beat.sample);
    return samples;
}

// The recording as if its first lead were all there is.
RecordingPtr firstAlone(const Recording& recording) {
    auto out = std::make_shared<Recording>(recording);
    out->leads.resize(1);
    return out;
}

NoisyScore scored(const Recording& recording, const AnnotationSet& reference, const beats::FoundBeats& found) {
    NoisyScore out;
    out.record = recording.name;
    out.lead = found.beats.lead_name;
    const std::vector<std::int64_t> samples = samplesOf(found.beats);
    for (const synth::NoisyStretch& noisy : synth::noisyStretches(recording.duration_s)) {
        NoisyScore part;
        part.score = beats::scoreDetection(reference, samples, found.beats.rate_hz, 0.150, noisy.from_s, noisy.to_s);
        part.unreadable_s = beats::unreadable_s(found.readability.stretches, noisy.from_s, noisy.to_s);
        part.noisy_s = noisy.to_s - noisy.from_s;
        add(out, part);
    }
    return out;
}

}  // namespace

Result<std::vector<NoisyScore>> scoreInNoise(const NoiseTableRequest& request, const Job& job) {
    const auto noise = formats::open(fileOf(request.data_folder, "noise", "em"));
    if (!noise) return std::unexpected(noise.error());
    const double from_s = request.teaching_half ? 0 : kTaught_s;
    const double to_s = request.teaching_half ? kTaught_s : (*noise)->duration_s;
    std::vector<NoisyScore> rows;
    const auto steps = static_cast<double>(std::size(kStressLevels_db) * request.records.size());
    double step = 0;
    for (const double snr_db : kStressLevels_db) {
        for (const std::string& record : request.records) {
            const auto clean = formats::open(fileOf(request.data_folder, "mitdb", record));
            if (!clean) return std::unexpected(clean.error());
            const AnnotationSet* reference = pipeline::referenceOf(**clean);
            if (reference == nullptr) return noReference(**clean);
            const auto noisy = synth::stressed(**clean, **noise, from_s, to_s, snr_db);
            if (!noisy) return std::unexpected(noisy.error());
            for (std::size_t lead = 0; lead < (*noisy)->leads.size(); ++lead) {
                const auto found = beats::findBeats(**noisy, lead, Job{job.stop, {}});
                if (!found) return std::unexpected(found.error());
                rows.push_back(scored(**noisy, *reference, *found));
                rows.back().snr_db = snr_db;
                rows.back().reading = lead == 0 ? Reading::first_named : Reading::other_named;
            }
            const auto alone = beats::findBeats(*firstAlone(**noisy), 0, Job{job.stop, {}});
            if (!alone) return std::unexpected(alone.error());
            rows.push_back(scored(**noisy, *reference, *alone));
            rows.back().snr_db = snr_db;
            rows.back().reading = Reading::first_alone;
            job.progress(++step / steps, "reading beats in noise");
        }
    }
    return rows;
}

Result<std::vector<NoisyScore>> scoreByLead(const NoiseTableRequest& request, const Job& job) {
    std::vector<NoisyScore> rows;
    for (const std::string& record : request.records) {
        const auto recording = formats::open(fileOf(request.data_folder, "mitdb", record));
        if (!recording) return std::unexpected(recording.error());
        const AnnotationSet* reference = pipeline::referenceOf(**recording);
        if (reference == nullptr) return noReference(**recording);
        for (std::size_t lead = 0; lead < (*recording)->leads.size(); ++lead) {
            const auto found = beats::findBeats(**recording, lead, Job{job.stop, {}});
            if (!found) return std::unexpected(found.error());
            NoisyScore row;
            row.record = (*recording)->name;
            row.lead = found->beats.lead_name;
            row.reading = lead == 0 ? Reading::first_named : Reading::other_named;
            row.snr_db = std::numeric_limits<double>::infinity();
            row.score = beats::scoreDetection(*reference, samplesOf(found->beats), found->beats.rate_hz);
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

NoisyScore grossAt(const std::vector<NoisyScore>& rows, double snr_db, Reading reading) {
    NoisyScore sum;
    sum.reading = reading;
    sum.snr_db = snr_db;
    for (const NoisyScore& row : rows) {
        if (row.snr_db == snr_db && row.reading == reading) add(sum, row);
    }
    return sum;
}

const std::vector<Rival>& rivals() {
    static const std::vector<Rival> all = {
        {"xqrs", {99.0, 98.7, 96.1, 90.4}, {99.8, 96.7, 82.5, 67.3}},
        {"kalidas2017", {94.8, 94.5, 92.2, 86.3}, {99.5, 98.8, 92.1, 78.1}},
        {"pantompkins1985", {99.7, 99.2, 96.3, 87.1}, {99.6, 93.6, 79.2, 65.7}},
        {"rodrigues2021", {96.5, 96.6, 94.6, 82.4}, {98.2, 96.1, 90.4, 70.8}},
        {"gqrs", {99.6, 98.9, 95.2, 86.2}, {90.5, 79.5, 70.7, 57.5}},
        {"Triptych before", {99.8, 99.6, 96.0, 84.0}, {99.5, 96.1, 79.0, 64.7}},
    };
    return all;
}

}  // namespace triptych::cli
