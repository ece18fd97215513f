#include "core/inference/module/training/calibrate.h"

#include "core/inference/calibration.h"
#include "core/inference/doubt.h"
#include "core/inference/module/training/batches.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <torch/types.h>
#include <torch/utils.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <bit>
#include <map>
#include <vector>

namespace triptych::inference::training {
namespace {

constexpr std::size_t kGroups = 5;
constexpr float kSure = 0.95F;
constexpr std::size_t kBeatsPerClass = 6000;  // for familiarity: more change nothing

// The held-out beats as plain arrays.
struct Plain {
    std::vector<float> fused, branches;
    std::vector<std::uint8_t> truth;
    std::vector<std::size_t> group;  // a record's beats share one: what is tried on them is fitted on the others'
    std::size_t classes = 0, count = 0;

    [[nodiscard]] std::span<const float> answer(std::size_t i) const {
        return std::span(fused).subspan(i * classes, classes);
    }
    [[nodiscard]] std::span<const float> ofBranches(std::size_t i) const {
        return std::span(branches).subspan(i * classes * count, classes * count);
    }
    [[nodiscard]] std::vector<std::size_t> rows(std::size_t group_wanted, bool inside) const {
        std::vector<std::size_t> out;
        for (std::size_t i = 0; i < truth.size(); ++i) {
            if ((group[i] == group_wanted) == inside) out.push_back(i);
        }
        return out;
    }
};

std::vector<float> values(const torch::Tensor& tensor) {
    const auto plain = tensor.to(torch::kFloat).contiguous();
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

Plain plainOf(const BeatDataset& dataset, const HeldOutBeats& held_out) {
    Plain out;
    out.fused = values(held_out.answers);
    out.branches = values(held_out.probabilities);
    out.classes = static_cast<std::size_t>(held_out.probabilities.size(2));
    out.count = static_cast<std::size_t>(held_out.probabilities.size(1));
    const auto labels = held_out.labels.contiguous();
    std::map<std::string, std::size_t> number;
    for (std::int64_t i = 0; i < labels.size(0); ++i) {
        out.truth.push_back(static_cast<std::uint8_t>(labels.data_ptr<std::int64_t>()[i]));
        const std::string& record = dataset.recordOf(held_out.indices[static_cast<std::size_t>(i)]);
        out.group.push_back(number.emplace(record, number.size()).first->second % kGroups);
    }
    return out;
}

std::vector<std::uint8_t> errorsOf(const Plain& beats) {
    std::vector<std::uint8_t> wrong;
    for (std::size_t i = 0; i < beats.truth.size(); ++i) {
        const auto answer = beats.answer(i);
        wrong.push_back(std::max_element(answer.begin(), answer.end()) - answer.begin() == beats.truth[i] ? 0 : 1);
    }
    return wrong;
}

// Confidence of every beat by doubts that were fitted on other records.
std::vector<double> crossFittedConfidence(const Plain& beats, DoubtKind kind) {
    std::vector<double> out(beats.truth.size(), 0);
    for (std::size_t group = 0; group < kGroups; ++group) {
        const auto weights =
            fitDoubt(beats.fused, beats.branches, beats.truth, beats.classes, beats.rows(group, false), kind);
        for (const std::size_t i : beats.rows(group, true)) {
            if (!weights.empty()) out[i] = 1 - doubtOf(weights, beats.answer(i), beats.ofBranches(i));
        }
    }
    return out;
}

// How often the true class lies in a set whose limits come from other records, how large the sets are, and how often an
// answer of p > 0.95 stands alone in its set.
nlohmann::ordered_json crossFittedCoverage(const Plain& beats, const std::vector<std::string>& classes) {
    std::vector<double> covered(beats.classes, 0);
    std::vector<double> count(beats.classes, 0);
    double size = 0;
    std::vector<double> sure(beats.classes, 0), alone(beats.classes, 0);
    for (std::size_t group = 0; group < kGroups; ++group) {
        std::vector<float> fused;
        std::vector<std::uint8_t> truth;
        for (const std::size_t i : beats.rows(group, false)) {
            const auto answer = beats.answer(i);
            fused.insert(fused.end(), answer.begin(), answer.end());
            truth.push_back(beats.truth[i]);
        }
        const auto ratios = likelyRatios(fused, truth, beats.classes);
        for (const std::size_t i : beats.rows(group, true)) {
            const auto answer = beats.answer(i);
            const unsigned set = likelySet(answer, ratios);
            covered[beats.truth[i]] += (set >> beats.truth[i]) & 1U;
            ++count[beats.truth[i]];
            size += std::popcount(set);
            const auto top = std::max_element(answer.begin(), answer.end());
            if (*top <= kSure) continue;
            ++sure[static_cast<std::size_t>(top - answer.begin())];
            alone[static_cast<std::size_t>(top - answer.begin())] += std::popcount(set) == 1 ? 1 : 0;
        }
    }
    nlohmann::ordered_json out;
    for (std::size_t k = 0; k < beats.classes; ++k) {
        if (count[k] > 0) out["coverage"][classes[k]] = covered[k] / count[k];
        if (sure[k] > 0) out["sure_and_alone"][classes[k]] = alone[k] / sure[k];
    }
    out["mean_set_size"] = size / static_cast<double>(std::max<std::size_t>(1, beats.truth.size()));
    return out;
}

// At most kBeatsPerClass training beats of each class, spread evenly; real ones.
std::vector<std::size_t> sample(const BeatDataset& dataset, std::span<const std::size_t> train) {
    std::vector<std::vector<std::size_t>> of_class(dataset.classes());
    for (const std::size_t i : train) {
        if (!dataset.isMade(i)) of_class[dataset.label[i]].push_back(i);
    }
    std::vector<std::size_t> out;
    for (const auto& beats : of_class) {
        const std::size_t taken = std::min(kBeatsPerClass, beats.size());
        for (std::size_t i = 0; i < taken; ++i) out.push_back(beats[i * beats.size() / taken]);
    }
    return out;
}

Result<Familiarity> familiarityOf(const BeatDataset& dataset, std::span<const std::size_t> train, const Bundle& bundle,
                                  const Job& job) {
    const torch::NoGradGuard guard;
    const auto beats = sample(dataset, train);
    constexpr std::size_t kBatch = 256;
    std::vector<torch::Tensor> rows;
    for (std::size_t first = 0; first < beats.size(); first += kBatch) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the calibration was stopped");
        job.progress(static_cast<double>(first) / static_cast<double>(beats.size()), "calibrating");
        const auto part = std::span(beats).subspan(first, std::min(kBatch, beats.size() - first));
        std::vector<torch::Tensor> taps;
        for (const Branch& branch : bundle.branches) {
            const auto batch = makeBatch(dataset, part, branch.inputs, {});
            std::vector<torch::Tensor> of_branch;
            static_cast<void>(branch.network->logits(batch.pictures, batch.rr, &of_branch));
            taps.insert(taps.end(), of_branch.begin(), of_branch.end());
        }
        const auto features = tappedFeatures(taps);
        if (!features.defined()) return Familiarity{};
        rows.push_back(features);
    }
    if (rows.empty()) return Familiarity{};
    return fitFamiliarity(torch::cat(rows), labelsOf(dataset, beats), static_cast<std::int64_t>(dataset.classes()));
}

}  // namespace

Result<void> calibrate(const BeatDataset& dataset, std::span<const std::size_t> train, const HeldOutBeats& held_out,
                       Bundle& bundle, const Job& job, const Log& log) {
    ModelInfo& info = bundle.card.info;
    const Plain beats = plainOf(dataset, held_out);
    std::vector<std::size_t> all(beats.truth.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
    info.conformal_alpha = kConformalAlpha;
    info.likely_ratios = likelyRatios(beats.fused, beats.truth, beats.classes);
    // The doubt that finds more errors on records that it was not fitted on; a richer one may not.
    const auto wrong = errorsOf(beats);
    const RiskCoverage by_full = riskCoverage(crossFittedConfidence(beats, DoubtKind::full), wrong);
    const RiskCoverage by_plain = riskCoverage(crossFittedConfidence(beats, DoubtKind::plain), wrong);
    const bool full = by_full.last_tenth_errors > by_plain.last_tenth_errors;
    bundle.card.doubt = fitDoubt(beats.fused, beats.branches, beats.truth, beats.classes, all,
                                 full ? DoubtKind::full : DoubtKind::plain);
    auto familiarity = familiarityOf(dataset, train, bundle, job);
    if (!familiarity) return std::unexpected(familiarity.error());
    bundle.familiarity = std::move(*familiarity);

    const Calibration calibration = calibrationOf(beats.fused, beats.truth, beats.classes);
    const RiskCoverage& chosen = full ? by_full : by_plain;
    auto figures = crossFittedCoverage(beats, info.classes);
    figures["ece"] = calibration.ece;
    figures["brier"] = calibration.brier;
    figures["nll"] = calibration.nll;
    figures["aurc"] = chosen.aurc;
    figures["borderline_tenth_holds"] = chosen.last_tenth_errors;
    auto card_figures = nlohmann::ordered_json::parse(bundle.card.figures_json, nullptr, false);
    if (card_figures.is_discarded() || !card_figures.is_object()) card_figures = nlohmann::ordered_json::object();
    card_figures["held_out_calibration"] = figures;
    bundle.card.figures_json = card_figures.dump();
    for (const auto& [of_class, share] : figures["coverage"].items()) {
        const auto alone = figures.contains("sure_and_alone") ? figures["sure_and_alone"].value(of_class, 0.0) : 0.0;
        log(text::say(
            "held out, likely classes    {1} in the set of {2} of its beats; alone in that of {3} of its answers "
            "of p > 0.95",
            of_class, text::fixedText(share.get<double>(), 3), text::fixedText(alone, 3)));
    }
    const RiskCoverage& other = full ? by_plain : by_full;
    log(
        text::say("held out, calibration      ECE {1}  Brier {2}  NLL {3}  the tenth in most doubt holds {4} of the "
                  "errors ({5}; the other {6})",
                  text::fixedText(calibration.ece, 4), text::fixedText(calibration.brier, 4),
                  text::fixedText(calibration.nll, 4), text::fixedText(chosen.last_tenth_errors, 3),
                  (full ? text::Said("by all features") : text::Said("by the top probability")),
                  text::fixedText(other.last_tenth_errors, 3)));
    return {};
}

}  // namespace triptych::inference::training
