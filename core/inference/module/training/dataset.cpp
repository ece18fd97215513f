#include "core/inference/module/training/dataset.h"

#include "core/beats/detect.h"
#include "core/formats/open.h"
#include "core/inference/class_mapping.h"
#include "core/inference/rhythm_rules.h"

#include <filesystem>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

// `--data mitdb` finds "svdb/800" in the folder beside it, and `--data .` finds "101" in its mitdb.
std::string recordFile(const std::string& folder, std::string_view record) {
    const fs::path header = std::string(record) + ".hea";
    for (const fs::path& in : {fs::path(folder), fs::path(folder) / "mitdb", fs::path(folder) / ".."}) {
        if (std::error_code status; fs::exists(in / header, status)) return (in / header).string();
    }
    return (fs::path(folder) / header).string();
}

Result<void> appendLead(BeatDataset& dataset, const Recording& recording, const BeatList& beats, std::size_t lead,
                        std::string_view database, bool analysis_lead, const Job& job) {
    const auto inputs = BeatInputs::prepare(recording, beats, lead, dataset.profile, job);
    if (!inputs) return std::unexpected(inputs.error());
    Source source{recording.name, recording.leads[lead].name, analysis_lead, {}, std::string(database)};
    source.typical_tf.assign(inputs->typicalTf().begin(), inputs->typicalTf().end());
    const auto source_index = static_cast<std::uint16_t>(dataset.sources.size());
    dataset.sources.push_back(std::move(source));
    const BeatTimes times = timesOf(beats);
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        const auto label = aamiClassOf(beats.beats[i].code);
        if (!label || *label >= dataset.classes) continue;
        const std::size_t size = dataset.shape.timeSize();
        dataset.time.resize(dataset.time.size() + size);
        inputs->time(i, std::span(dataset.time).last(size));
        const auto rr = inputs->rr(i);
        dataset.rr.insert(dataset.rr.end(), rr.begin(), rr.end());
        dataset.label.push_back(static_cast<std::uint8_t>(*label));
        dataset.source.push_back(source_index);
        dataset.beat.push_back(static_cast<std::uint32_t>(i));
        if (dataset.profile == Profile::product) dataset.pre_rr_s.push_back(times.pre_rr_s[i]);
    }
    return {};
}

}  // namespace

Result<BeatDataset> loadDataset(const std::string& folder, std::span<const std::string_view> records, Profile profile,
                                std::size_t classes, bool all_leads, const Job& job) {
    BeatDataset dataset;
    dataset.profile = profile;
    dataset.shape = shapeOf(profile);
    dataset.classes = classes;
    for (std::size_t r = 0; r < records.size(); ++r) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped while reading the recordings", folder);
        job.progress(static_cast<double>(r) / static_cast<double>(records.size()), "reading recordings");
        const auto recording = formats::open(recordFile(folder, records[r]), job);
        if (!recording) return std::unexpected(recording.error());
        const auto slash = records[r].find('/');
        const auto database = slash == std::string_view::npos ? std::string_view{} : records[r].substr(0, slash);
        const std::size_t analysed = chooseAnalysisLead(**recording).lead;
        for (std::size_t lead = 0; lead < (*recording)->leads.size(); ++lead) {
            if (lead != analysed && !all_leads) continue;
            const auto beats = beats::referenceBeats(**recording, lead);
            if (!beats) return std::unexpected(beats.error());
            if (auto done = appendLead(dataset, **recording, *beats, lead, database, lead == analysed, job); !done) {
                return std::unexpected(done.error());
            }
        }
    }
    return dataset;
}

}  // namespace triptych::inference::training
