// The complementarity of O2's domains on MIT-BIH: what the embeddings of time, frequency and scalogram tell of one
// another in records that were held out, and whether frequency adds anything.
#include "core/inference/studies/domains_report.h"

#include "core/inference/module/studies/beat_parts.h"
#include "core/inference/module/studies/study.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <map>

namespace triptych::inference::studies {
namespace {

constexpr std::array<std::string_view, 3> kNetworks = {"plain_cnn", "plain_spectrum_cnn", "scalogram_cnn"};
constexpr std::array<const char*, 3> kTitles = {"time", "frequency", "scalogram"};

}  // namespace

Result<StudyMade> domainsStudy(const StudyRequest& request, const Job& job, const StudyLog& log) {
    const auto beats = beatProtocol(Protocol::inter, request.data_folder, job);
    if (!beats) return std::unexpected(beats.error());
    const auto work = beatWork(request);
    if (!work) return std::unexpected(work.error());
    std::map<std::string, BeatTask> tasks;
    std::vector<std::string> keys;
    for (std::size_t seed = 0; seed < request.seeds; ++seed) {
        for (std::size_t fold = 0; fold < beats->folds.size(); ++fold) {
            for (const std::string_view network : kNetworks) {
                const BeatTask task{Protocol::inter,
                                    &*std::ranges::find(studiedNetworks(), network, &StudiedNetwork::network), seed,
                                    fold};
                keys.push_back(task.key());
                tasks.emplace(task.key(), task);
            }
        }
    }
    const auto done = runParts(
        *work, keys,
        [&](const std::string& key) { return beatPart(*beats, tasks.at(key), request.epochs, *work, job, log); },
        request.threads, job, log);
    if (!done) return std::unexpected(done.error());

    DomainsResult result;
    result.classes = beats->configuration.classes;
    result.condition = describe(Protocol::inter);
    result.seeds = request.seeds;
    result.epochs = request.epochs;
    result.leaking_patients = leakingPatients(*beats);
    result.seconds = secondsOf(*done);
    std::map<std::string, std::size_t> number;
    for (const training::Source& source : beats->dataset.sources) {
        if (number.emplace(source.record, number.size()).second) result.records.push_back(source.record);
    }
    for (std::size_t d = 0; d < kNetworks.size(); ++d) result.domains.emplace_back(kTitles[d]);
    for (std::size_t seed = 0; seed < request.seeds; ++seed) {
        for (std::size_t fold = 0; fold < beats->folds.size(); ++fold) {
            DomainsFold of;
            of.seed = seed;
            for (const std::size_t beat : beats->asked[fold]) {
                of.truth.push_back(beats->dataset.label[beat]);
                of.record.push_back(static_cast<std::uint32_t>(number.at(beats->dataset.recordOf(beat))));
            }
            for (const std::string_view network : kNetworks) {
                const BeatTask task{Protocol::inter,
                                    &*std::ranges::find(studiedNetworks(), network, &StudiedNetwork::network), seed,
                                    fold};
                const Json& part = done->at(task.key());
                const std::string predicted = part.value("predicted", std::string());
                std::vector<double> component = componentIn(part);
                std::vector<float> probabilities = probabilitiesIn(part, "probabilities");
                const std::size_t n = of.truth.size();
                if (predicted.size() != n || component.size() != n || probabilities.size() != n * result.classes.size())
                    return foreignPart(*work, task.key());
                of.component.push_back(std::move(component));
                of.probability.push_back(std::move(probabilities));
            }
            result.folds.push_back(std::move(of));
        }
    }
    return writeReport(request.output_folder, domainsReport(result));
}

}  // namespace triptych::inference::studies
