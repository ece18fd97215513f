#include "core/inference/module/evaluate.h"

#include "core/beats/detect.h"
#include "core/beats/named_rhythms.h"
#include "core/formats/open.h"
#include "core/inference/class_mapping.h"
#include "core/inference/left_out.h"
#include "core/inference/metrics.h"
#include "core/inference/module/answers.h"
#include "core/inference/module/classify_beats.h"
#include "core/inference/module/fused_forward.h"
#include "core/inference/module/winners.h"
#include "core/inference/test_set.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>

namespace triptych::inference {
namespace {

constexpr double kMatch_s = 0.150;  // EC57

std::string fusionTitle(Fusion fusion) {
    if (fusion == Fusion::joint) return "joint network";
    return fusion == Fusion::late_average ? "late average" : "late attention";
}

// Confusions of each answer over one set of beats, plus beats nobody could match.
struct Tally {
    std::vector<std::vector<std::int64_t>> confusions;  // fused, branches..., simplex average
    std::vector<std::int64_t> missed;                   // reference beats of a class that the detector did not find
    std::vector<std::int64_t> extra;                    // detected beats that are none, by the fused prediction
    std::vector<std::int64_t> without_class;            // reference beats of a class that were given none
    std::map<std::string, std::vector<std::int64_t>> by_rhythm;  // the fused answer's confusions
    JudgedBeats judged;
    LeftOut left_out;

    Tally(std::size_t rows, std::size_t classes)
        : confusions(rows, std::vector<std::int64_t>(classes * classes, 0)),
          missed(classes, 0),
          extra(classes, 0),
          without_class(classes, 0) {}
    void add(const Tally& other) {
        const auto sum = [](auto& into, const auto& from) {
            std::transform(into.begin(), into.end(), from.begin(), into.begin(), std::plus<>());
        };
        for (std::size_t i = 0; i < confusions.size(); ++i) sum(confusions[i], other.confusions[i]);
        sum(missed, other.missed);
        sum(extra, other.extra);
        sum(without_class, other.without_class);
        left_out.add(other.left_out);
        for (const auto& [rhythm, confusion] : other.by_rhythm) {
            auto& into = by_rhythm[rhythm];
            into.resize(confusion.size());
            sum(into, confusion);
        }
    }
};

void count(Tally& tally, const std::vector<std::vector<std::uint8_t>>& winners, const Predictions& predictions,
           std::size_t beat, std::size_t truth) {
    if (!predictions.hasClass(beat)) {
        ++tally.without_class[truth];
        return;
    }
    for (std::size_t a = 0; a < tally.confusions.size(); ++a)
        ++tally.confusions[a][truth * predictions.classes + winners[a][beat]];
    tally.judged.add(predictions, beat, truth, 0);
}

// Pairs detected beats with the nearest reference beat within 150 ms, one to one in order of time.
std::vector<std::optional<std::size_t>> matchBeats(const BeatList& reference, const BeatList& detected) {
    std::vector<std::optional<std::size_t>> partner(detected.beats.size());
    const auto window = static_cast<std::int64_t>(std::llround(kMatch_s * detected.rate_hz));
    std::size_t r = 0;
    for (std::size_t d = 0; d < detected.beats.size() && r < reference.beats.size(); ++d) {
        const std::int64_t at = detected.beats[d].sample;
        while (r < reference.beats.size() && reference.beats[r].sample < at - window) ++r;
        if (r == reference.beats.size()) break;
        // Of the reference beats in reach, the nearest; a nearer detected beat may still come, and then takes it.
        std::size_t best = r;
        while (best + 1 < reference.beats.size() &&
               std::abs(reference.beats[best + 1].sample - at) < std::abs(reference.beats[best].sample - at)) {
            ++best;
        }
        const std::int64_t distance = std::abs(reference.beats[best].sample - at);
        if (distance > window) continue;
        if (d + 1 < detected.beats.size() &&
            std::abs(detected.beats[d + 1].sample - reference.beats[best].sample) < distance)
            continue;
        partner[d] = best;
        r = best + 1;
    }
    return partner;
}

Result<Tally> tallyRecord(const Bundle& bundle, const std::string& path, const EvaluateRequest& request,
                          const Job& job) {
    const BeatOrigin origin = request.beats;
    const auto recording = formats::open(path, job);
    if (!recording) return std::unexpected(recording.error());
    const std::size_t lead = chooseAnalysisLead(**recording).lead;
    const auto reference = beats::referenceBeats(**recording, lead);
    if (!reference) return std::unexpected(reference.error());
    const auto list = origin == BeatOrigin::reference ? reference : beats::detectBeats(**recording, lead, job);
    if (!list) return std::unexpected(list.error());
    const RecordingAnalysis analysis(*recording);
    auto classified = classifyBeats(bundle, analysis, *list, job, 0, {});
    if (!classified) return std::unexpected(classified.error());
    if (request.withhold) {
        auto done = request.withhold(analysis, *list, classified->predictions, job);
        if (!done) return std::unexpected(std::move(done.error()));
    }

    const std::vector<std::string>& class_names = bundle.card.info.classLetters();
    const std::size_t classes = class_names.size();
    Tally tally(answerCount(bundle.card), classes);
    for (const Beat& beat : reference->beats) {
        if (!labelOf(beat.code, class_names)) tally.left_out.add(beat.code);
    }
    const auto winners = winnersOf(bundle.card, classified->predictions, timesOf(*list));
    if (origin == BeatOrigin::reference) {
        const auto rhythms = beats::namedRhythms(**recording, *list);
        for (std::size_t i = 0; i < list->beats.size(); ++i) {
            const auto truth = labelOf(list->beats[i].code, class_names);
            if (!truth) continue;
            count(tally, winners, classified->predictions, i, *truth);
            if (!classified->predictions.hasClass(i)) continue;
            auto& confusion = tally.by_rhythm[rhythms[i]];
            confusion.resize(classes * classes);
            ++confusion[*truth * classes + winners.front()[i]];
        }
        return tally;
    }
    const auto partner = matchBeats(*reference, *list);
    std::vector<bool> found(reference->beats.size(), false);
    for (std::size_t i = 0; i < partner.size(); ++i) {
        if (!partner[i]) {
            if (!classified->predictions.hasClass(i)) continue;
            ++tally.extra[classified->predictions.winner(i)];
            continue;
        }
        found[*partner[i]] = true;
        if (const auto truth = labelOf(reference->beats[*partner[i]].code, class_names)) {
            count(tally, winners, classified->predictions, i, *truth);
        }
    }
    for (std::size_t i = 0; i < found.size(); ++i) {
        if (found[i]) continue;
        if (const auto truth = labelOf(reference->beats[i].code, class_names)) ++tally.missed[*truth];
    }
    return tally;
}

ScoreTable tableOf(const ModelInfo& info, std::string title, const Tally& tally, std::size_t row) {
    return scoreOf(std::move(title), tally.confusions[row], info.classes, macroClasses(info), tally.missed,
                   tally.extra);
}

// As if those that were given no class had not been found.
Tally withSilentMissed(Tally tally) {
    for (std::size_t k = 0; k < tally.missed.size(); ++k) tally.missed[k] += tally.without_class[k];
    return tally;
}

// Says who is in no figure; an error where nobody is in one.
Result<void> sayWhoIsLeftOut(Evaluation& out, const ModelInfo& info, const Tally& all) {
    const std::int64_t missed = std::accumulate(all.missed.begin(), all.missed.end(), std::int64_t{0});
    const std::int64_t silent = std::accumulate(all.without_class.begin(), all.without_class.end(), std::int64_t{0});
    if (all.judged.truth.empty() && missed + silent == 0) return std::unexpected(all.left_out.nothingElse(info));
    if (auto warning = all.left_out.warning(info)) out.warnings.push_back(std::move(*warning));
    return {};
}

void addGross(Evaluation& out, const Card& card, const Tally& all) {
    const ModelInfo& info = card.info;
    out.gross.push_back(tableOf(info, fusionTitle(card.fusion), all, 0));
    if (all.confusions.size() == 1) return;
    for (std::size_t m = 0; m < info.branches.size(); ++m) {
        out.gross.push_back(tableOf(info, "branch " + info.branches[m] + " alone", all, 1 + m));
    }
    out.gross.push_back(tableOf(info, "simplex average", all, 1 + info.branches.size()));
}

Result<Evaluation> evaluateRecords(const Bundle& bundle, const EvaluateRequest& request, const Job& job) {
    const Card& card = bundle.card;
    Evaluation out;
    Tally all(answerCount(card), card.info.classes.size());
    Tally kept = all;
    for (std::size_t i = 0; i < card.test_records.size(); ++i) {
        if (job.stopRequested()) return fail(ErrorCode::cancelled, "the evaluation was stopped", request.model_folder);
        job.progress(static_cast<double>(i) / static_cast<double>(card.test_records.size()), "evaluating");
        const std::string& record = card.test_records[i];
        const auto path = (std::filesystem::path(request.data_folder) / (record + ".hea")).string();
        const auto tally = tallyRecord(bundle, path, request, {job.stop, {}});
        if (!tally) return std::unexpected(tally.error());
        all.add(*tally);
        all.judged.append(tally->judged, i);
        if (std::find(request.leave_out.begin(), request.leave_out.end(), record) == request.leave_out.end())
            kept.add(*tally);
        out.per_record.push_back(tableOf(card.info, record, *tally, 0));
    }
    if (auto said = sayWhoIsLeftOut(out, card.info, all); !said) return std::unexpected(said.error());
    for (const auto& [rhythm, confusion] : all.by_rhythm) {
        out.per_rhythm.push_back(
            scoreOf(rhythm.empty() ? "not named" : rhythm, confusion, card.info.classes, macroClasses(card.info)));
    }
    addGross(out, card, all);
    if (request.withhold) {
        out.without_class = all.without_class;
        out.gross.push_back(
            tableOf(card.info, fusionTitle(card.fusion) + ", beats without a class missed", withSilentMissed(all), 0));
    }
    out.reliability = reliabilityOf(all.judged, card.info, card.test_records);
    out.left_out = request.leave_out;
    if (!request.leave_out.empty()) {
        std::string without;
        for (const std::string& record : request.leave_out) without += ' ' + record;
        out.gross.push_back(tableOf(card.info, fusionTitle(card.fusion) + " without" + without, kept, 0));
    }
    return out;
}

Result<Evaluation> evaluateSplit(const Bundle& bundle, const EvaluateRequest& request, const Job& job) {
    const auto split = loadSplit(bundle.card, request, job);
    if (!split) return std::unexpected(split.error());
    const auto found = branchProbabilities(bundle, *split, job);
    if (!found) return std::unexpected(found.error());
    const training::BeatDataset& dataset = split->dataset;
    const Predictions predictions = predictionsOf(bundle, *found);
    const auto winners = winnersOf(bundle.card, predictions, {});
    Tally tally(winners.size(), predictions.classes);
    for (std::size_t i = 0; i < split->indices.size(); ++i)
        count(tally, winners, predictions, i, dataset.label[split->indices[i]]);
    tally.left_out = dataset.left_out;
    Evaluation out;
    if (auto said = sayWhoIsLeftOut(out, bundle.card.info, tally); !said) return std::unexpected(said.error());
    addGross(out, bundle.card, tally);
    out.reliability = reliabilityOf(tally.judged, bundle.card.info, {});
    return out;
}

}  // namespace

Result<Evaluation> evaluateModel(const EvaluateRequest& request, std::vector<Warning> warnings, const Job& job) {
    auto bundle = loadBundle(request.model_folder, request.trust_code);
    if (!bundle) return std::unexpected(bundle.error());
    at::set_num_threads(1);
    const auto set = testSetOf(bundle->card, request);
    if (!set) return std::unexpected(set.error());
    auto out = *set == TestSet::split ? evaluateSplit(*bundle, request, job) : evaluateRecords(*bundle, request, job);
    if (!out) return out;
    out->model = bundle->card.info;
    out->set = request.set;
    out->warnings.insert(out->warnings.begin(), std::make_move_iterator(warnings.begin()),
                         std::make_move_iterator(warnings.end()));
    if (bundle->card.info.leaks_patients)
        out->warnings.push_back(
            {"beats of one patient train and test this model: its figures do not hold for new patients",
             bundle->card.info.name});
    return out;
}

}  // namespace triptych::inference
