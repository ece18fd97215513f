#include "core/inference/module/training/dataset.h"

#include "core/beats/detect.h"
#include "core/formats/open.h"
#include "core/inference/class_mapping.h"
#include "core/inference/module/training/made_atria.h"
#include "core/inference/module/training/strips.h"
#include "core/inference/rhythm_rules.h"

#include <filesystem>
#include <memory>

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

// One for each labelled beat of the list that is of a known class.
Result<void> appendLead(BeatDataset& dataset, const Recording& recording, const BeatList& beats, Source source,
                        const Job& job) {
    const auto inputs = BeatInputs::prepare(recording, beats, beats.lead, {dataset.profile, dataset.conditioning}, job);
    if (!inputs) return std::unexpected(inputs.error());
    const bool counts = source.analysis_lead;
    source.record = recording.name;
    source.lead = recording.leads[beats.lead].name;
    source.typical_tf.assign(inputs->typicalTf().begin(), inputs->typicalTf().end());
    const auto source_index = static_cast<std::uint16_t>(dataset.sources.size());
    dataset.sources.push_back(std::move(source));
    const BeatTimes times = timesOf(beats);
    for (std::size_t i = 0; i < beats.beats.size(); ++i) {
        const auto label = labelOf(beats.beats[i].code, dataset.class_names);
        if (!label) {
            if (counts) dataset.left_out.add(beats.beats[i].code);
            continue;
        }
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

// Of every record three minutes of flutter or fibrillation in turn; of every third one minute of sick sinus, whose
// beats are mostly S, which must stay rare, and of every other third one of blocked beats. The same in every run.
Result<void> appendMade(BeatDataset& dataset, const BeatQuery& query, std::size_t number, const Recording& recording,
                        std::size_t analysed, const std::string& database, const Job& job) {
    const auto beats = beats::referenceBeats(recording, analysed);
    if (!beats) return std::unexpected(beats.error());
    const auto append = [&](Atria atria, double duration_s) -> Result<void> {
        Random random(streamSeed(20261129 + static_cast<std::uint64_t>(atria), number));
        const auto made = withAtria(recording, *beats, atria, duration_s, random);
        if (!made) return {};
        for (const BeatList& on_lead : made->beats) {
            if (on_lead.lead != analysed && !query.all_leads) continue;
            Source source{.database = database, .made = true, .atria = true};
            if (auto done = appendLead(dataset, made->recording, on_lead, std::move(source), job); !done) return done;
        }
        return {};
    };
    if (auto done = append(number % 2 == 0 ? Atria::flutter : Atria::fibrillation, 180); !done) return done;
    if (number % 3 == 0) return append(Atria::sick_sinus, 60);
    return number % 3 == 1 ? append(Atria::blocked, 60) : Result<void>{};
}

// How much of an epoch's beats comes from a record itself where it has spoilt copies; they share the rest.
constexpr double kCleanShare = 0.45;

// Copies that are spoilt the same way in every run.
Result<void> appendSpoilt(BeatDataset& dataset, const BeatQuery& query, std::size_t number, const Recording& recording,
                          std::size_t analysed, const std::string& database, const RecordedNoise& noise,
                          const Job& job) {
    for (std::size_t copy = 0; copy < query.spoilt_copies; ++copy) {
        Random random(streamSeed(20261130 + copy, number));
        const auto marks = beats::referenceBeats(recording, analysed);
        if (!marks) return std::unexpected(marks.error());
        const Recording bad = spoilt(recording, *marks, noise, random);
        for (std::size_t lead = 0; lead < bad.leads.size(); ++lead) {
            if (lead != analysed && !query.all_leads) continue;
            const auto beats = beats::referenceBeats(bad, lead);
            if (!beats) return std::unexpected(beats.error());
            Source source{.database = database,
                          .made = true,
                          .share = static_cast<float>((1 - kCleanShare) / static_cast<double>(query.spoilt_copies))};
            if (auto done = appendLead(dataset, bad, *beats, std::move(source), job); !done) return done;
        }
    }
    return {};
}

Result<void> appendRecord(BeatDataset& dataset, const BeatQuery& query, std::size_t number, const RecordedNoise& noise,
                          const Job& job) {
    const std::string_view record = query.records[number];
    const auto opened = formats::open(recordFile(query.place, record), job);
    if (!opened) return std::unexpected(opened.error());
    const auto slash = record.find('/');
    const std::string database(slash == std::string_view::npos ? std::string_view{} : record.substr(0, slash));
    const std::size_t analysed = chooseAnalysisLead(**opened).lead;
    RecordingPtr recording = *opened;
    if (query.disturbance != Disturbance::none) {
        const auto marks = beats::referenceBeats(*recording, analysed);
        if (!marks) return std::unexpected(marks.error());
        Random random(streamSeed(20261201, number));
        recording = std::make_shared<const Recording>(
            disturbed(**opened, *marks, query.disturbance, query.disturbance_amount, noise, random));
    }
    for (std::size_t lead = 0; lead < recording->leads.size(); ++lead) {
        if (lead != analysed && !query.all_leads) continue;
        const auto beats = beats::referenceBeats(*recording, lead);
        if (!beats) return std::unexpected(beats.error());
        Source source{.analysis_lead = lead == analysed,
                      .database = database,
                      .share = query.spoilt_copies > 0 ? static_cast<float>(kCleanShare) : 1.0F};
        if (auto done = appendLead(dataset, *recording, *beats, std::move(source), job); !done) return done;
    }
    if (auto done = appendSpoilt(dataset, query, number, *recording, analysed, database, noise, job); !done)
        return done;
    return query.made_atria ? appendMade(dataset, query, number, *recording, analysed, database, job) : Result<void>{};
}

// A strip's beats, wherever the detector finds them.
Result<void> appendStrip(BeatDataset& dataset, const std::string& path, const Job& job) {
    const auto recording = formats::open(path, job);
    if (!recording) return std::unexpected(recording.error());
    auto beats = beats::detectBeats(**recording, 0, job);
    if (!beats) return std::unexpected(beats.error());
    for (Beat& beat : beats->beats) beat.code = kNormal;
    Source source{.database = std::string(kStripDatabase), .made = true, .not_ventricular = true};
    return appendLead(dataset, **recording, *beats, std::move(source), job);
}

Result<void> appendStrips(BeatDataset& dataset, const std::string& place, const Job& job) {
    const auto strips = teachingStrips(place);
    if (!strips) return std::unexpected(strips.error());
    for (std::size_t i = 0; i < strips->size(); ++i) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped while reading the strips", place);
        job.progress(static_cast<double>(i) / static_cast<double>(strips->size()), "reading strips");
        if (auto done = appendStrip(dataset, (*strips)[i].header, {job.stop, {}}); !done) return done;
    }
    return {};
}

}  // namespace

Result<BeatDataset> loadDataset(const BeatQuery& query, const Job& job) {
    BeatDataset dataset;
    dataset.profile = query.profile;
    dataset.conditioning = query.conditioning;
    dataset.shape = shapeOf(query.profile);
    dataset.class_names = query.classes;
    RecordedNoise noise;
    if (query.spoilt_copies > 0 || query.disturbance == Disturbance::electrodes) {
        auto recorded = teachingNoise(query.place, job);
        if (!recorded) return std::unexpected(recorded.error());
        noise = std::move(*recorded);
    }
    for (std::size_t r = 0; r < query.records.size(); ++r) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped while reading the recordings", query.place);
        job.progress(static_cast<double>(r) / static_cast<double>(query.records.size()), "reading recordings");
        if (auto done = appendRecord(dataset, query, r, noise, job); !done) return std::unexpected(done.error());
    }
    if (query.strips) {
        if (auto done = appendStrips(dataset, query.place, job); !done) return std::unexpected(done.error());
    }
    return dataset;
}

}  // namespace triptych::inference::training
