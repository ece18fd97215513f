// How far the product model's probabilities can be believed, on recordings that none of its networks learnt from: the
// answers of a finished training's folds.
#include "core/inference/studies/calibration_report.h"

#include "core/inference/calibration.h"
#include "core/inference/doubt.h"
#include "core/inference/engine.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/studies/study.h"
#include "core/inference/module/training/fit_fusion.h"
#include "core/inference/module/training/held_out.h"
#include "core/inference/module/training/plan.h"
#include "core/inference/splits.h"
#include "core/statistics/random.h"
#include "core/text/said.h"

#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <set>

namespace triptych::inference::studies {
namespace {

constexpr std::size_t kGroups = 5;

// Rows of what was held out whose record is of the group, or of the others.
training::HeldOut ofGroup(const training::HeldOut& seen, const std::vector<std::size_t>& group, std::size_t wanted,
                          bool inside) {
    std::vector<std::int64_t> rows;
    training::HeldOut out;
    for (std::size_t i = 0; i < group.size(); ++i) {
        if ((group[i] == wanted) != inside) continue;
        rows.push_back(static_cast<std::int64_t>(i));
        out.indices.push_back(seen.indices[i]);
    }
    const auto index = torch::tensor(rows, torch::kLong);
    out.probabilities = seen.probabilities.index_select(0, index);
    out.labels = seen.labels.index_select(0, index);
    out.fibrillation = seen.fibrillation.index_select(0, index);
    return out;
}

std::vector<float> valuesOf(const torch::Tensor& tensor) {
    const auto plain = tensor.to(torch::kFloat).contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

std::vector<std::uint8_t> truthOf(const torch::Tensor& labels) {
    const auto plain = labels.to(torch::kByte).contiguous();
    return {plain.data_ptr<std::uint8_t>(), plain.data_ptr<std::uint8_t>() + plain.numel()};
}

// Patients of the held-out beats of a fold who also taught it; over all folds.
std::size_t leakingPatients(const training::Plan& plan) {
    std::size_t out = 0;
    for (const training::Fold& fold : plan.folds) {
        std::set<std::string> taught, held_out;
        const auto patient = [&](std::size_t beat) {
            const training::Source& source = plan.dataset.sourceOf(beat);
            return source.database.empty() ? std::string(patientOf(source.record))
                                           : source.database + '/' + source.record;
        };
        for (const std::size_t beat : fold.train) taught.insert(patient(beat));
        for (const std::size_t beat : fold.held_out) held_out.insert(patient(beat));
        out += static_cast<std::size_t>(
            std::ranges::count_if(held_out, [&](const std::string& one) { return taught.contains(one); }));
    }
    return out;
}

}  // namespace

Result<StudyMade> calibrationStudy(const StudyRequest& request, const Job& job, const StudyLog& log) {
    const auto began = std::chrono::steady_clock::now();
    const auto card = readCard(request.run_folder);
    if (!card) return std::unexpected(card.error());
    TrainRequest asked;
    asked.configuration = card->name;
    asked.data_folder = request.data_folder;
    asked.output_folder = request.run_folder;
    auto plan = training::makePlan(asked, job, training::Recordings::real);
    if (!plan) return std::unexpected(plan.error());
    const training::Configuration& configuration = plan->configuration;
    if (configuration.protocol != training::Protocol::patient_folds) {
        return fail(ErrorCode::unsupported, "the training held out no recordings", request.run_folder,
                    "give the folder of a training of product or classic");
    }
    const auto held_out = training::gatherHeldOut(*plan);
    if (!held_out) return std::unexpected(held_out.error());
    training::HeldOut seen = training::overLeads(plan->dataset, *held_out);
    if (configuration.rhythm_rules) seen.probabilities = afterFibrillation(seen.probabilities, seen.fibrillation);
    log(text::say("{1} beats that were held out", seen.indices.size()));

    CalibrationResult result;
    result.classes = configuration.classes;
    result.model = card->name + ' ' + card->hash.substr(0, 12);
    result.trained_on = configuration.trained_on;
    result.alpha = kConformalAlpha;
    result.groups = kGroups;
    result.leaking_patients = leakingPatients(*plan);
    std::map<std::string, std::size_t> number;
    std::vector<std::size_t> group;
    for (const std::size_t i : seen.indices) {
        const auto [at, is_new] = number.emplace(plan->dataset.recordOf(i), number.size());
        if (is_new) {
            const training::Source& source = plan->dataset.sourceOf(i);
            result.records.push_back(source.database.empty() ? source.record : source.database + '/' + source.record);
        }
        group.push_back(at->second % kGroups);
    }
    const std::size_t classes = result.classes.size();
    const std::vector<double> prior = training::priorRatio(plan->dataset, seen, configuration.prior_records);
    for (std::size_t g = 0; g < kGroups; ++g) {
        if (job.stopRequested()) {
            return fail(ErrorCode::cancelled, "the study was stopped", {}, "give the same command again");
        }
        job.progress(static_cast<double>(g) / static_cast<double>(kGroups), "fitting on other records");
        const auto others = ofGroup(seen, group, g, false), own = ofGroup(seen, group, g, true);
        Bundle bundle;
        bundle.card.info.classes = configuration.classes;
        bundle.card.info.prior_ratio = prior;
        const training::Ruled plain = [](const torch::Tensor& answers, std::span<const double>) { return answers; };
        training::fitFusion(configuration, others.probabilities, others.labels, streamSeed(1, 99 + g), plain, bundle,
                            [](const std::string&) {});
        const auto answers = [&](const training::HeldOut& of) {
            const auto fused =
                answersOf(bundle.card.info, fusedScores(bundle.card.fusion, bundle.fusion, of.probabilities));
            if (!configuration.rhythm_rules) return fused;
            return training::withRules(
                plan->dataset, of, fused,
                configuration.lifts_prior ? std::span<const double>(prior) : std::span<const double>());
        };
        const std::vector<float> taught = valuesOf(answers(others)), said = valuesOf(answers(own));
        const std::vector<std::uint8_t> taught_truth = truthOf(others.labels), truth = truthOf(own.labels);
        const auto ratios = likelyRatios(taught, taught_truth, classes);
        const auto thresholds = conformalThresholds(taught, taught_truth, classes);
        const std::vector<float> branches = valuesOf(own.probabilities);
        const std::size_t of_branches = branches.size() / truth.size();
        for (std::size_t i = 0; i < truth.size(); ++i) {
            const auto answer = std::span(said).subspan(i * classes, classes);
            result.probability.insert(result.probability.end(), answer.begin(), answer.end());
            result.truth.push_back(truth[i]);
            result.record.push_back(static_cast<std::uint32_t>(number.at(plan->dataset.recordOf(own.indices[i]))));
            result.set.push_back(likelySet(answer, ratios));
            result.plain_set.push_back(conformalSet(answer, thresholds));
            std::set<std::size_t> winners;
            for (std::size_t at = 0; at < of_branches; at += classes) {
                const auto branch = std::span(branches).subspan(i * of_branches + at, classes);
                winners.insert(static_cast<std::size_t>(std::ranges::max_element(branch) - branch.begin()));
            }
            result.disagree.push_back(winners.size() > 1 ? 1 : 0);
        }
        log(text::say("group {1} of {2}: {3} beats answered", g + 1, kGroups, truth.size()));
    }
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    return writeReport(request.output_folder, calibrationReport(result));
}

}  // namespace triptych::inference::studies
