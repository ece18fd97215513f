#include "app/cli/study/study_counts.h"
#include "app/cli/study/study_rows.h"
#include "core/inference/calibration.h"
#include "core/inference/class_mapping.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace triptych::cli {
namespace {

// Of DS2, whose record 232 has most of its S.
constexpr double kLeastV = 97, kLeastSWithout = 45, kLeastMacroWithout = 81;
constexpr double kMostEce = 2, kLeastOfErrors = 65;
constexpr std::string_view kMostlyS = "232";
constexpr std::array<std::string_view, 3> kGraded = {"N", "S", "V"};

struct Graded {
    std::array<ClassTally, kGraded.size()> with_class, all;  // all: a class that was withheld is missed
    std::vector<float> probability;
    std::vector<std::uint8_t> truth, wrong;
    std::vector<double> confidence;
    std::size_t classes = 0;

    [[nodiscard]] double macroF1_percent() const {
        double sum = 0;
        for (const ClassTally& of : with_class) sum += of.f1_percent() / static_cast<double>(kGraded.size());
        return sum;
    }
};

void count(std::string_view truth, std::string_view answer, std::array<ClassTally, kGraded.size()>& tallies) {
    for (std::size_t k = 0; k < kGraded.size(); ++k) {
        const bool is = truth == kGraded[k], said = answer == kGraded[k];
        tallies[k].true_positive += is && said ? 1 : 0;
        tallies[k].false_positive += !is && said ? 1 : 0;
        tallies[k].false_negative += is && !said ? 1 : 0;
    }
}

// Beats of classes that the model has.
void grade(const Classification& said, Graded& out) {
    const auto& letters = said.model.classLetters();
    out.classes = letters.size();
    for (std::size_t i = 0; i < said.predictions.size(); ++i) {
        const auto of = beatClassOf(said.beats.beats[i].code, ClassMapping::literature);
        const auto place = of ? std::ranges::find(letters, name(*of)) : letters.end();
        if (place == letters.end()) continue;
        const std::string_view answer = classOf(said, i);
        count(*place, answer, out.all);
        if (answer.empty()) continue;
        count(*place, answer, out.with_class);
        const auto row = said.predictions.fused(i);
        out.probability.insert(out.probability.end(), row.begin(), row.end());
        out.truth.push_back(static_cast<std::uint8_t>(place - letters.begin()));
        out.wrong.push_back(answer == *place ? 0 : 1);
        out.confidence.push_back(1 - said.predictions.uncertainty(i));
    }
}

}  // namespace

Result<void> measureClean(StudyData& data, StudyRow& row) {
    AnswerTally tally, detected;
    Graded all, without;
    bool has_mostly_s = false;
    for (const std::string& record : data.mitdb()) {
        const auto said = data.answer("mitdb", record, pipeline::BeatChoice::reference);
        if (!said) return std::unexpected(said.error());
        addAtReference(**said, nullptr, tally);
        grade(**said, all);
        has_mostly_s = has_mostly_s || record == kMostlyS;
        if (record != kMostlyS) grade(**said, without);
        const auto found = data.answer("mitdb", record, pipeline::BeatChoice::detected);
        if (!found) return std::unexpected(found.error());
        const auto recording = data.open("mitdb", record);
        if (!recording) return std::unexpected(recording.error());
        addDetected(**found, (*recording)->annotation_sets.front(), nullptr, detected);
    }
    const bool last = data.set() == StudySet::last;
    const auto atLeast = [last](double least) { return last ? std::optional(least) : std::nullopt; };
    for (std::size_t k = 0; k < kGraded.size(); ++k) {
        const std::string letter(kGraded[k]);
        row.figures.push_back({letter + " F1 of beats with a class", all.with_class[k].f1_percent(), "%",
                               letter == "V" ? atLeast(kLeastV) : std::nullopt});
        row.figures.push_back({letter + " F1, withheld classes missed", all.all[k].f1_percent()});
    }
    row.figures.push_back({"macro-F1 of N, S and V", all.macroF1_percent()});
    if (has_mostly_s) {
        row.figures.push_back({"S F1 without 232", without.with_class[1].f1_percent(), "%", atLeast(kLeastSWithout)});
        row.figures.push_back({"V F1 without 232", without.with_class[2].f1_percent()});
        row.figures.push_back({"macro-F1 without 232", without.macroF1_percent(), "%", atLeast(kLeastMacroWithout)});
    }
    row.figures.push_back({"expected calibration error",
                           100 * inference::calibrationOf(all.probability, all.truth, all.classes).ece,
                           "%",
                           {},
                           kMostEce});
    row.figures.push_back({"errors that the tenth in most doubt holds",
                           100 * inference::riskCoverage(all.confidence, all.wrong).last_tenth_errors, "%",
                           kLeastOfErrors});
    row.figures.push_back({"S F1, beats by the detector", detected.s.f1_percent()});
    row.figures.push_back({"V F1, beats by the detector", detected.v.f1_percent()});
    row.figures.push_back({"unreadable", tally.unreadable_percent()});
    row.figures.push_back({"without a class", percentOf(tally.without_class, tally.beats)});
    return {};
}

}  // namespace triptych::cli
