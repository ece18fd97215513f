// The fusions of Vindas et al. 2022, the internship note, and O1 and O2 on MIT-BIH, intra-patient as published and
// inter-patient beside it.
#include "core/inference/studies/fusion_report.h"

#include "core/inference/metrics.h"
#include "core/inference/module/studies/beat_parts.h"
#include "core/inference/module/studies/study.h"
#include "core/inference/module/training/branch_trainer.h"
#include "core/inference/module/zoo/late_fusion.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <torch/types.h>

#include <algorithm>
#include <map>
#include <memory>

namespace triptych::inference::studies {
namespace {

constexpr const char* kBranchNames[] = {"v_stft_cnn", "v_time_transformer"};
constexpr const char* kBranchTitles[] = {"time-frequency", "time"};

struct Schedule {
    std::map<std::string, BeatTask> tasks;
    std::vector<std::string> asked;  // keys that this run does
};

std::size_t foldsOf(Protocol protocol) {
    return protocol == Protocol::intra ? 1 : 5;
}

// Parts are named "inter-early_cnn". Seed by seed, so that a first seed of everything is there early.
Schedule scheduleOf(const StudyRequest& request) {
    Schedule out;
    for (std::size_t seed = 0; seed < request.seeds; ++seed) {
        for (const Protocol protocol : {Protocol::inter, Protocol::intra}) {
            for (const StudiedNetwork& network : studiedNetworks()) {
                if (seed >= network.seeds) continue;
                const std::string part = std::string(name(protocol)) + '-' + std::string(network.network);
                const bool wanted = std::ranges::find(request.parts, part) != request.parts.end();
                for (std::size_t fold = 0; fold < foldsOf(protocol); ++fold) {
                    const BeatTask task{protocol, &network, seed, fold};
                    out.tasks.emplace(task.key(), task);
                    if (wanted) out.asked.push_back(task.key());
                }
            }
        }
    }
    return out;
}

// Of every fold, what a network of one seed says of the asked beats; empty where a fold is not done.
using Folds = std::vector<const Json*>;
Folds foldsDone(const std::map<std::string, Json>& done, Protocol protocol, const StudiedNetwork& network,
                std::size_t seed) {
    Folds out;
    for (std::size_t fold = 0; fold < foldsOf(protocol); ++fold) {
        const auto found = done.find(BeatTask{protocol, &network, seed, fold}.key());
        if (found == done.end()) return {};
        out.push_back(&found->second);
    }
    return out;
}

torch::Tensor tensorOf(const Json& part, const char* what, std::size_t classes) {
    return torch::tensor(probabilitiesIn(part, what)).view({-1, static_cast<std::int64_t>(classes)});
}

std::vector<std::uint8_t> bytesOf(const torch::Tensor& tensor) {
    const auto plain = tensor.to(torch::kByte).contiguous();
    return {plain.data_ptr<std::uint8_t>(), plain.data_ptr<std::uint8_t>() + plain.numel()};
}

std::vector<std::uint8_t> winnersOf(const torch::Tensor& scores) {
    return bytesOf(scores.argmax(1));
}

double mccOf(const torch::Tensor& scores, const torch::Tensor& labels, std::size_t classes) {
    return inference::mccOf(confusionOf(bytesOf(labels), winnersOf(scores), classes), classes);
}

// Late fusion of one seed: weights are fitted where the branches did not learn and nothing is asked.
struct Late {
    std::vector<std::uint8_t> attention, average;
    std::vector<std::vector<double>> weights;
};
Late lateOf(const BeatProtocol& beats, const std::vector<Folds>& branches, std::size_t seed) {
    const std::size_t classes = beats.configuration.classes.size();
    const auto stacked = [&](std::size_t fold, const char* what) {
        std::vector<torch::Tensor> of;
        for (const Folds& branch : branches) of.push_back(tensorOf(*branch[fold], what, classes));
        return torch::stack(of, 1);
    };
    Late out;
    for (std::size_t fold = 0; fold < beats.folds.size(); ++fold) {
        torch::Tensor taught, labels;
        if (beats.protocol == Protocol::intra) {
            taught = stacked(fold, "validation");
            labels = training::labelsOf(beats.dataset, beats.folds[fold].held_out);
        } else {
            std::vector<torch::Tensor> parts, part_labels;
            for (std::size_t other = 0; other < beats.folds.size(); ++other) {
                if (other == fold) continue;
                parts.push_back(stacked(other, "probabilities"));
                part_labels.push_back(training::labelsOf(beats.dataset, beats.asked[other]));
            }
            taught = torch::cat(parts);
            labels = torch::cat(part_labels);
        }
        const auto asked = stacked(fold, "probabilities");
        const auto weights =
            zoo::fitLateAttention(taught, labels,
                                  {.epochs = 40,
                                   .class_weight_exponent = beats.protocol == Protocol::intra ? 1.0 : 0.3,
                                   .seed = streamSeed(seed + 1, 99 + fold)});
        std::vector<double> best = {1, 0};
        double most = -2;
        for (const auto& omega : zoo::simplexGrid(branches.size())) {
            const double mcc = mccOf(zoo::simplexAverage(omega, taught), labels, classes);
            if (mcc <= most) continue;
            most = mcc;
            best = omega;
        }
        const auto append = [](std::vector<std::uint8_t>& to, const std::vector<std::uint8_t>& more) {
            to.insert(to.end(), more.begin(), more.end());
        };
        append(out.attention, winnersOf(zoo::lateAttention(weights, asked)));
        append(out.average, winnersOf(zoo::simplexAverage(best, asked)));
        const auto shown = zoo::displayedAttention(weights).to(torch::kDouble).contiguous();
        out.weights.emplace_back(shown.data_ptr<double>(), shown.data_ptr<double>() + shown.numel());
    }
    return out;
}

// The first key whose answers are not of these beats, or "".
std::string foreignKey(const BeatProtocol& beats, const Schedule& schedule, const std::map<std::string, Json>& done) {
    const std::size_t classes = beats.configuration.classes.size();
    for (const auto& [key, part] : done) {
        const BeatTask& task = schedule.tasks.at(key);
        if (task.protocol != beats.protocol) continue;
        const std::size_t n = beats.asked[task.fold].size();
        const std::string predicted = part.value("predicted", std::string());
        const bool digits = std::ranges::all_of(
            predicted, [&](char digit) { return digit >= '0' && static_cast<std::size_t>(digit - '0') < classes; });
        const auto holds = [&](const char* what, std::size_t beats_there) {
            return part.value(what, Json::array()).size() == beats_there * classes;
        };
        if (predicted.size() != n || !digits) return key;
        if (!task.network->is_branch) continue;
        if (!holds("probabilities", n)) return key;
        if (task.protocol == Protocol::intra && !holds("validation", beats.folds[task.fold].held_out.size()))
            return key;
    }
    return {};
}

FusionProtocol protocolOf(const BeatProtocol& beats, const std::map<std::string, Json>& done, std::size_t seeds) {
    FusionProtocol out;
    out.name = name(beats.protocol);
    out.condition = describe(beats.protocol);
    out.classes = beats.configuration.classes;
    out.leaking_patients = leakingPatients(beats);
    std::map<std::string, std::size_t> number;
    for (const training::Source& source : beats.dataset.sources) {
        if (number.emplace(source.record, number.size()).second) out.records.push_back(source.record);
    }
    for (const auto& asked : beats.asked) {
        for (const std::size_t beat : asked) {
            out.truth.push_back(beats.dataset.label[beat]);
            out.record.push_back(static_cast<std::uint32_t>(number.at(beats.dataset.recordOf(beat))));
        }
    }
    FusionModel attention{kLateAttention, "late attention (V)", 3, {}, {}, 0};
    FusionModel average{kLateAverage, "late average (J)", 3, {}, {}, 0};
    for (const StudiedNetwork& network : studiedNetworks()) {
        FusionModel model{std::string(network.network), std::string(network.title), network.seeds, {}, {}, 0};
        for (std::size_t seed = 0; seed < std::min(seeds, network.seeds); ++seed) {
            const Folds folds = foldsDone(done, beats.protocol, network, seed);
            if (folds.empty()) continue;
            auto& predicted = model.predicted.emplace_back();
            for (const Json* part : folds) {
                for (const char digit : part->at("predicted").get<std::string>())
                    predicted.push_back(static_cast<std::uint8_t>(digit - '0'));
                model.seconds += part->value("seconds", 0.0);
            }
        }
        out.models.push_back(std::move(model));
    }
    for (std::size_t seed = 0; seed < seeds; ++seed) {
        std::vector<Folds> branches;
        for (const char* branch : kBranchNames) {
            const auto& network = *std::ranges::find(studiedNetworks(), branch, &StudiedNetwork::network);
            branches.push_back(foldsDone(done, beats.protocol, network, seed));
        }
        if (std::ranges::any_of(branches, &Folds::empty)) continue;
        Late late = lateOf(beats, branches, seed);
        for (FusionModel* model : {&attention, &average}) {
            for (const Folds& branch : branches) {
                for (const Json* part : branch) model->seconds += part->value("seconds", 0.0);
            }
        }
        attention.predicted.push_back(std::move(late.attention));
        average.predicted.push_back(std::move(late.average));
        for (auto& weights : late.weights) attention.attention.push_back(std::move(weights));
    }
    out.models.push_back(std::move(average));
    out.models.push_back(std::move(attention));
    return out;
}

}  // namespace

Result<StudyMade> fusionStudy(const StudyRequest& request, const Job& job, const StudyLog& log) {
    const auto work = beatWork(request);
    if (!work) return std::unexpected(work.error());
    const Schedule schedule = scheduleOf(request);
    FusionResult result;
    result.branches.assign(std::begin(kBranchTitles), std::end(kBranchTitles));
    result.parts = schedule.tasks.size();
    result.epochs = request.epochs;
    for (const Protocol protocol : {Protocol::inter, Protocol::intra}) {
        // Beats are read where something is asked or done of them.
        std::vector<std::string> asked;
        std::map<std::string, Json> done;
        for (const std::string& key : schedule.asked) {
            if (schedule.tasks.at(key).protocol == protocol) asked.push_back(key);
        }
        for (const auto& [key, task] : schedule.tasks) {
            if (task.protocol != protocol) continue;
            Json part = work->find(key);
            if (!part.is_null()) done.emplace(key, std::move(part));
        }
        if (!asked.empty() || !done.empty()) {
            const auto beats = beatProtocol(protocol, request.data_folder, job);
            if (!beats) return std::unexpected(beats.error());
            auto more = runParts(
                *work, asked,
                [&](const std::string& key) {
                    return beatPart(*beats, schedule.tasks.at(key), request.epochs, *work, job, log);
                },
                request.threads, job, log);
            if (!more) return std::unexpected(std::move(more.error()));
            done.merge(*more);
            if (const std::string key = foreignKey(*beats, schedule, done); !key.empty())
                return foreignPart(*work, key);
            result.protocols.push_back(protocolOf(*beats, done, request.seeds));
            result.seconds += secondsOf(done);
        }
        result.done += done.size();
        for (const auto& [key, task] : schedule.tasks) {
            if (task.protocol == protocol && !done.contains(key)) result.open.push_back(key);
        }
    }
    if (result.protocols.empty()) {
        return fail(ErrorCode::empty, "nothing was asked for and nothing is done", request.output_folder,
                    "leave --parts out, or name some");
    }
    return writeReport(request.output_folder, fusionReport(result));
}

}  // namespace triptych::inference::studies
