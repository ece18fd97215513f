#include "app/cli/study/study_counts.h"
#include "app/cli/study/study_rows.h"
#include "core/pipeline/find_rhythm.h"
#include "core/pipeline/silences.h"

#include <algorithm>
#include <bit>
#include <filesystem>

namespace triptych::cli {
namespace {

constexpr double kLeastReadable = 99, kLeastReadableStrips = 97, kLeastPaced = 99, kMostFalselyPaced = 0.1;
constexpr double kLeastFlutter = 90, kSure = 0.95, kLeastSure = 90, kLeastCovered = 95;
constexpr std::size_t kSustained = 60;  // S in a row
const std::vector<std::string> kPaced = {"102", "104", "107", "217"};

struct ReadTally {
    std::int64_t beats = 0, readable = 0;
};

Result<void> addReadable(const StudyData& data, const std::string& folder, const std::string& record,
                         pipeline::BeatChoice choice, ReadTally& tally) {
    const auto recording = data.open(folder, record);
    if (!recording) return std::unexpected(recording.error());
    const inference::RecordingAnalysis analysis(*recording);
    const auto beats = pipeline::findBeats(analysis, chooseAnalysisLead(**recording).lead, choice, data.job());
    if (!beats) return std::unexpected(beats.error());
    const auto silences = pipeline::silencesOf(analysis, **beats, data.job());
    if (!silences) return std::unexpected(silences.error());
    tally.beats += static_cast<std::int64_t>((*beats)->beats.size());
    tally.readable += std::ranges::count_if(silences->of_beats, [](Silence silence) { return isReadable(silence); });
    return {};
}

// Seconds of `spans` that lie in the findings' `rhythm`.
double named_s(const rhythm::RhythmFindings& findings, rhythm::Rhythm rhythm, double from_s, double to_s) {
    double sum = 0;
    for (const rhythm::Span& span : findings.spansOf({rhythm})) {
        sum += std::max(0.0, std::min(to_s, span.to_s) - std::max(from_s, span.from_s));
    }
    return sum;
}

struct Stretch {
    double from_s = 0, to_s = 0;
};

// Between the brackets of the annotator.
std::vector<Stretch> flutterOf(const Recording& recording) {
    std::vector<Stretch> out;
    const AnnotationSet& set = recording.annotation_sets.front();
    for (const Annotation& mark : set.annotations) {
        const double time_s = static_cast<double>(mark.sample) / recording.leads.front().rate_hz;
        if (mark.code == kFlutterOn) out.push_back({time_s, recording.duration_s});
        if (mark.code == kFlutterOff && !out.empty()) out.back().to_s = time_s;
    }
    return out;
}

// S without end.
std::vector<Stretch> sustainedOf(const BeatList& beats) {
    std::vector<Stretch> out;
    const auto isS = [&](std::size_t i) {
        return beatClassOf(beats.beats[i].code, ClassMapping::literature) == BeatClass::supraventricular;
    };
    const auto time_s = [&](std::size_t i) { return static_cast<double>(beats.beats[i].sample) / beats.rate_hz; };
    for (std::size_t i = 0; i < beats.beats.size();) {
        std::size_t past = i;
        while (past < beats.beats.size() && isS(past)) ++past;
        if (past - i >= kSustained) out.push_back({time_s(i), time_s(past - 1)});
        i = std::max(past, i + 1);
    }
    return out;
}

Result<pipeline::FoundRhythm> rhythmOf(const RecordingPtr& recording, const Classification& said, const Job& job) {
    return pipeline::findRhythm(inference::RecordingAnalysis(recording), pipeline::classedBy(said), {job.stop, {}});
}

Result<void> addFlutter(StudyData& data, StudyRow& row) {
    if (!std::filesystem::exists(data.pathOf("mitdb", "207.hea"))) return {};
    const auto recording = data.open("mitdb", "207");
    if (!recording) return std::unexpected(recording.error());
    const auto said = data.answer("mitdb", "207", pipeline::BeatChoice::detected);
    if (!said) return std::unexpected(said.error());
    const auto found = rhythmOf(*recording, **said, data.job());
    if (!found) return std::unexpected(found.error());
    double marked_s = 0, flutter_s = 0;
    std::int64_t told = 0, classed = 0;
    for (const Stretch& stretch : flutterOf(**recording)) {
        marked_s += stretch.to_s - stretch.from_s;
        flutter_s += named_s(found->findings, rhythm::Rhythm::vf, stretch.from_s, stretch.to_s);
        for (std::size_t i = 0; i < (*said)->predictions.size(); ++i) {
            const double time_s = static_cast<double>((*said)->beats.beats[i].sample) / (*said)->beats.rate_hz;
            if (time_s < stretch.from_s || time_s > stretch.to_s) continue;
            ++told;
            classed += (*said)->predictions.hasClass(i) ? 1 : 0;
        }
    }
    row.figures.push_back(
        {"207: flutter named as such, of its time", 100 * flutter_s / marked_s, "%", kLeastFlutter, {}});
    row.figures.push_back({"207: of " + std::to_string(told) + " marks of the detector in flutter given a class",
                           static_cast<double>(classed),
                           "beats",
                           {},
                           0.0});
    return {};
}

}  // namespace

Result<void> measureReadable(StudyData& data, StudyRow& row) {
    struct Part {
        std::string what, folder;
        std::vector<std::string> records;
        pipeline::BeatChoice choice;
        double least;
    };
    const std::vector<Part> parts = {
        {"MIT-BIH", "mitdb", data.mitdb(), pipeline::BeatChoice::reference, kLeastReadable},
        {"svdb", "svdb", data.svdb(), pipeline::BeatChoice::reference, kLeastReadable},
        {"normal strips", "cinc2017", data.strips('N'), pipeline::BeatChoice::detected, kLeastReadableStrips}};
    for (const Part& part : parts) {
        ReadTally tally;
        for (const std::string& record : part.records) {
            if (auto done = addReadable(data, part.folder, record, part.choice, tally); !done) return done;
        }
        if (tally.beats == 0) continue;
        row.figures.push_back(
            {"beats that can be read, " + part.what, percentOf(tally.readable, tally.beats), "%", part.least, {}});
    }
    return {};
}

Result<void> measurePaced(StudyData& data, StudyRow& row) {
    std::int64_t beats = 0, silent = 0, others = 0, false_paced = 0;
    for (const std::string& record : kPaced) {
        const auto said = data.answer("mitdb", record, pipeline::BeatChoice::reference);
        if (!said) return std::unexpected(said.error());
        const auto by_detector = data.answer("mitdb", record, pipeline::BeatChoice::detected);
        if (!by_detector) return std::unexpected(by_detector.error());
        // The letters of the reference say who is paced; what is found must not rest on them.
        const Classification& found = **by_detector;
        for (std::size_t i = 0, k = 0; i < (*said)->beats.beats.size(); ++i) {
            const Beat& beat = (*said)->beats.beats[i];
            if (beat.code != triptych::kPaced && beat.code != kPacedFusion) continue;
            ++beats;
            const double reach = 0.15 * found.beats.rate_hz;
            const auto sample = static_cast<double>(beat.sample) / (*said)->beats.rate_hz * found.beats.rate_hz;
            while (k < found.beats.beats.size() && static_cast<double>(found.beats.beats[k].sample) < sample - reach)
                ++k;
            const bool there =
                k < found.beats.beats.size() && static_cast<double>(found.beats.beats[k].sample) <= sample + reach;
            silent += !there || !found.predictions.hasClass(k) ? 1 : 0;
        }
    }
    for (const std::string& record : data.mitdb()) {
        const auto said = data.answer("mitdb", record, pipeline::BeatChoice::reference);
        if (!said) return std::unexpected(said.error());
        others += static_cast<std::int64_t>((*said)->predictions.size());
        for (std::size_t i = 0; i < (*said)->predictions.size(); ++i) {
            false_paced += (*said)->predictions.silenceOf(i) == Silence::paced ? 1 : 0;
        }
    }
    row.figures.push_back(
        {"paced beats without a class, the detector's", percentOf(silent, beats), "%", kLeastPaced, {}});
    row.figures.push_back(
        {"beats of unpaced records called paced", percentOf(false_paced, others), "%", {}, kMostFalselyPaced});
    return {};
}

Result<void> measureRhythms(StudyData& data, StudyRow& row) {
    if (auto done = addFlutter(data, row); !done) return done;
    bool any = false;
    for (const std::string& record : data.svdb()) {
        const auto recording = data.open("svdb", record);
        if (!recording) return std::unexpected(recording.error());
        const auto reference = pipeline::findBeats(**recording, 0, pipeline::BeatChoice::reference, data.job());
        if (!reference) continue;
        const auto stretches = sustainedOf(*reference);
        if (stretches.empty()) continue;
        any = true;
        const auto said = data.answer("svdb", record, pipeline::BeatChoice::detected);
        if (!said) return std::unexpected(said.error());
        const auto found = rhythmOf(*recording, **said, data.job());
        if (!found) return std::unexpected(found.error());
        double marked_s = 0, told_s = 0;
        for (const Stretch& stretch : stretches) {
            marked_s += stretch.to_s - stretch.from_s;
            for (const auto rhythm : {rhythm::Rhythm::svt, rhythm::Rhythm::tachycardia, rhythm::Rhythm::flutter}) {
                told_s += named_s(found->findings, rhythm, stretch.from_s, stretch.to_s);
            }
        }
        row.figures.push_back({record + ": sustained tachycardia named, of its time", 100 * told_s / marked_s});
    }
    if (!any) {
        row.situation += " (the record of sustained tachycardia is not here)";
    }
    if (row.figures.empty()) row.left_out = "neither 207 nor a sustained tachycardia is here";
    return {};
}

Result<void> measureSets(StudyData& data, StudyRow& row) {
    std::int64_t v = 0, sure_v = 0, sure_alone = 0, borderless_v = 0, all = 0, sizes = 0;
    std::vector<std::int64_t> covered(3), of_class(3);
    constexpr std::array<std::string_view, 3> kShown = {"N", "S", "V"};
    for (const std::string& record : data.mitdb()) {
        const auto said = data.answer("mitdb", record, pipeline::BeatChoice::reference);
        if (!said) return std::unexpected(said.error());
        const Classification& of = **said;
        if (of.predictions.set.empty()) {
            row.left_out = "the model gives no sets";
            return {};
        }
        const auto& letters = of.model.classLetters();
        for (std::size_t i = 0; i < of.predictions.size(); ++i) {
            if (!of.predictions.hasClass(i)) continue;
            const auto truth = beatClassOf(of.beats.beats[i].code, ClassMapping::literature);
            if (!truth) continue;
            const std::uint32_t set = of.predictions.set[i];
            ++all;
            sizes += std::popcount(set);
            const auto index = indexOf(*truth, letters);
            for (std::size_t k = 0; k < kShown.size(); ++k) {
                if (name(*truth) != kShown[k] || !index) continue;
                ++of_class[k];
                covered[k] += (set >> *index & 1U) != 0 ? 1 : 0;
            }
            if (classOf(of, i) != "V") continue;
            ++v;
            borderless_v += std::popcount(set) == 1 ? 1 : 0;
            if (static_cast<double>(of.predictions.fused(i)[of.predictions.winner(i)]) <= kSure) continue;
            ++sure_v;
            sure_alone += std::popcount(set) == 1 ? 1 : 0;
        }
    }
    row.figures.push_back({"V at p > 0.95 whose set is {V}", percentOf(sure_alone, sure_v), "%", kLeastSure, {}});
    row.figures.push_back({"V whose set has one class", percentOf(borderless_v, v)});
    for (std::size_t k = 0; k < kShown.size(); ++k) {
        row.figures.push_back({"sets that hold the class of " + std::string(kShown[k]),
                               percentOf(covered[k], of_class[k]),
                               "%",
                               kLeastCovered,
                               {}});
    }
    row.figures.push_back({"mean size of a set", static_cast<double>(sizes) / static_cast<double>(all), "classes"});
    return {};
}

}  // namespace triptych::cli
