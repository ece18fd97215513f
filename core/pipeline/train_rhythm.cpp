#include "core/pipeline/train_rhythm.h"

#include "core/files/mapped_file.h"
#include "core/pipeline/find_beats.h"
#include "core/pipeline/open_recording.h"
#include "core/pipeline/rhythm_evidence.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/waves/delineator.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace triptych::pipeline {
namespace {

using rhythm::kStripClasses;
using rhythm::kWindowFeatures;

// Of the challenge's 8,528 strips, by its third version of the labels.
constexpr std::array<double, kStripClasses> kFullSet = {738, 5050, 2456, 284};
constexpr std::string_view kLetters = "ANO~";
constexpr std::size_t kForests = 3, kFolds = 5, kRounds = 4;
constexpr rhythm::GrowthPlan kPlan{
    .rounds = 100, .depth = 3, .rate = 0.05, .rows = 0.7, .columns = 0.4, .least_weight = 1, .shrinkage = 3, .seed = 1};

struct Strip {
    std::string name;
    std::uint8_t truth = 0;
};

Result<std::vector<Strip>> listed(const std::string& folder, Strips which) {
    const std::string path = (std::filesystem::path(folder) / "REFERENCE.csv").string();
    const auto text = files::readWhole(path, 16 << 20, "table of labels");
    if (!text) return std::unexpected(text.error());
    std::vector<Strip> out;
    for (std::size_t from = 0, past = 0; from < text->size(); from = past + 1) {
        past = std::min(text->find('\n', from), text->size());
        std::string line = text->substr(from, past - from);
        while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
        if (line.empty()) continue;
        const std::size_t comma = line.find(',');
        const auto number = comma == std::string::npos || comma < 2
                                ? std::nullopt
                                : text::wholeNumber<unsigned>(std::string_view(line).substr(1, comma - 1));
        const std::size_t letter = comma + 2 == line.size() ? kLetters.find(line.back()) : std::string::npos;
        if (!number || letter == std::string::npos) {
            return fail(ErrorCode::malformed, text::say("the line \"{1}\" is no strip and its label", line), path,
                        "give the folder of the PhysioNet/CinC Challenge 2017");
        }
        if ((*number % 2 == 0) == (which == Strips::even)) {
            out.push_back({line.substr(0, comma), static_cast<std::uint8_t>(letter)});
        }
    }
    if (out.empty()) return fail(ErrorCode::empty, "no strip is listed", path, "give the folder of the challenge");
    return out;
}

Result<rhythm::Examples> examplesOf(const std::string& folder, Strips which, const Job& job) {
    const auto strips = listed(folder, which);
    if (!strips) return std::unexpected(strips.error());
    const auto delineator = waves::shippedDelineator();
    if (!delineator) return std::unexpected(delineator.error());
    rhythm::Examples out;
    out.features = kWindowFeatures;
    std::array<double, kStripClasses> have{};
    for (std::size_t i = 0; i < strips->size(); ++i) {
        const Strip& strip = (*strips)[i];
        const Job quiet{job.stop, {}};
        const auto opened = openRecording((std::filesystem::path(folder) / (strip.name + ".hea")).string(), quiet);
        if (!opened) return std::unexpected(opened.error());
        const inference::RecordingAnalysis analysis(opened->recording);
        const auto beats = findBeats(analysis, opened->lead, BeatChoice::detected, quiet);
        if (!beats) return std::unexpected(beats.error());
        const auto evidence =
            gatherRhythm(analysis, *beats, {}, delineator->get(), opened->recording->duration_s, quiet);
        if (!evidence) return std::unexpected(evidence.error());
        const auto figures = rhythm::windowFeatures(evidence->view(), 0, evidence->duration_s);
        out.figures.insert(out.figures.end(), figures.begin(), figures.end());
        out.classes.push_back(strip.truth);
        ++have[strip.truth];
        job.progress(static_cast<double>(i + 1) / static_cast<double>(strips->size()), "reading strips");
    }
    double sum = 0;
    for (const std::uint8_t truth : out.classes) sum += kFullSet[truth] / have[truth];
    for (const std::uint8_t truth : out.classes) {
        out.weights.push_back(kFullSet[truth] / have[truth] * static_cast<double>(out.size()) / sum);
    }
    return out;
}

double f1At(const rhythm::Examples& examples, const std::vector<double>& af, double limit) {
    double hit = 0, wrong = 0;
    for (std::size_t i = 0; i < examples.size(); ++i) {
        const bool said = af[i] >= limit, is = examples.classes[i] == rhythm::kStripAf;
        hit += said && is ? examples.weights[i] : 0;
        wrong += said != is ? examples.weights[i] : 0;
    }
    return 2 * hit / (2 * hit + wrong);
}

rhythm::Examples without(const rhythm::Examples& all, const std::vector<std::size_t>& fold, std::size_t held_out) {
    rhythm::Examples out;
    out.features = all.features;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (fold[i] == held_out) continue;
        const auto row = all.row(i);
        out.figures.insert(out.figures.end(), row.begin(), row.end());
        out.classes.push_back(all.classes[i]);
        out.weights.push_back(all.weights[i]);
    }
    return out;
}

// Probability of fibrillation of each strip by forests that did not see it.
std::vector<double> heldOut(const rhythm::Examples& examples, std::uint64_t seed) {
    std::vector<double> out(examples.size());
    for (std::size_t round = 0; round < kRounds; ++round) {
        std::vector<std::size_t> fold(examples.size());
        std::array<std::size_t, kStripClasses> next{};
        for (std::size_t i = 0; i < examples.size(); ++i) {
            // In turn within each class; each round begins its turns differently.
            std::size_t& turn = next[examples.classes[i]];
            fold[i] = (turn * (round + 1) + turn / kFolds * round) % kFolds;
            ++turn;
        }
        for (std::size_t k = 0; k < kFolds; ++k) {
            rhythm::GrowthPlan plan = kPlan;
            plan.seed = seed + round * kFolds + k;
            const auto forest = growTrees(without(examples, fold, k), kStripClasses, plan);
            for (std::size_t i = 0; i < examples.size(); ++i) {
                if (fold[i] != k) continue;
                out[i] += forest.probabilities(examples.row(i))[rhythm::kStripAf] / kRounds;
            }
        }
    }
    return out;
}

}  // namespace

Result<rhythm::StripModel> trainRhythm(const std::string& folder, std::uint64_t seed,
                                       const std::function<void(const std::string&)>& tell, const Job& job) {
    const auto examples = examplesOf(folder, Strips::even, job);
    if (!examples) return std::unexpected(examples.error());
    tell(std::to_string(examples->size()) + " strips of even number read");
    const auto af = heldOut(*examples, seed);
    rhythm::StripModel model;
    // The limit in the middle of the flat top: the mean of all limits within 0.01 of the best.
    double best = 0, sum = 0, count = 0;
    for (double limit = 0.2; limit < 0.701; limit += 0.02) best = std::max(best, f1At(*examples, af, limit));
    for (double limit = 0.2; limit < 0.701; limit += 0.02) {
        if (f1At(*examples, af, limit) < best - 0.01) continue;
        sum += limit;
        count += 1;
    }
    model.af_limit = std::round(100 * sum / count) / 100;
    model.held_out_f1 = std::round(1000 * f1At(*examples, af, model.af_limit)) / 1000;
    tell("on strips held out, weighted to the full set: F1 of fibrillation " + text::fixedText(model.held_out_f1, 3) +
         " at the limit " + text::fixedText(model.af_limit, 2));
    for (std::size_t i = 0; i < kForests; ++i) {
        if (job.stopRequested())
            return fail(ErrorCode::cancelled, "the training was stopped", folder, "start it again");
        rhythm::GrowthPlan plan = kPlan;
        plan.seed = seed + 1000 + i;
        model.forests.push_back(growTrees(*examples, kStripClasses, plan));
    }
    model.title = "Rhythm of strips: fibrillation, sinus, other, unreadable";
    model.trained_on = "PhysioNet/CinC Challenge 2017, strips of even number, " + std::to_string(examples->size());
    return model;
}

Result<StripScore> scoreStrips(const std::string& folder, Strips strips, const rhythm::StripModel& model,
                               const Job& job) {
    const auto examples = examplesOf(folder, strips, job);
    if (!examples) return std::unexpected(examples.error());
    StripScore out;
    for (std::size_t i = 0; i < examples->size(); ++i) {
        rhythm::WindowFeatures figures{};
        std::ranges::copy(examples->row(i), figures.begin());
        const auto said = model.winner(model.probability(figures));
        out.counts[examples->classes[i]][said] += 1;
        out.weighted[examples->classes[i]][said] += examples->weights[i];
    }
    double hit = out.weighted[rhythm::kStripAf][rhythm::kStripAf], is = 0, said = 0;
    for (std::size_t c = 0; c < kStripClasses; ++c) {
        is += out.weighted[rhythm::kStripAf][c];
        said += out.weighted[c][rhythm::kStripAf];
    }
    out.recall = is > 0 ? hit / is : 0;
    out.precision = said > 0 ? hit / said : 0;
    out.f1 = is + said > 0 ? 2 * hit / (is + said) : 0;
    return out;
}

}  // namespace triptych::pipeline
