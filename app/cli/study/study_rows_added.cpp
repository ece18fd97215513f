#include "app/cli/console/numbers.h"
#include "app/cli/study/noise_table.h"
#include "app/cli/study/study_counts.h"
#include "app/cli/study/study_rows.h"
#include "core/synth/noise_stress.h"
#include "core/synth/random.h"

#include <cmath>
#include <filesystem>
#include <functional>
#include <numbers>

namespace triptych::cli {
namespace {

constexpr double kHumAmplitudes_mv[] = {0.05, 0.1, 0.5, 1};
constexpr double kHums_hz[] = {50, 60};
constexpr double kMostLoss = 1;  // points of F1
constexpr double kNoise_mv = 0.1, kLeastS = 60;
constexpr double kWander_mv = 1, kWander_hz = 0.3;
constexpr double kMotionLevels_db[] = {12, 6};
constexpr double kMotionV[] = {93, 85}, kMotionUnreadable[] = {15, 45};

using Added = std::function<double(std::size_t lead, double time_s)>;

Result<AnswerTally> tallyOf(StudyData& data, const std::function<Added()>& added) {
    AnswerTally tally;
    for (const std::string& record : data.mitdb()) {
        const auto clean = data.open("mitdb", record);
        if (!clean) return std::unexpected(clean.error());
        const auto said = data.answer(synth::disturbed(**clean, added()), pipeline::BeatChoice::reference);
        if (!said) return std::unexpected(said.error());
        addAtReference(*said, nullptr, tally);
    }
    return tally;
}

Result<AnswerTally> cleanTally(StudyData& data) {
    AnswerTally tally;
    for (const std::string& record : data.mitdb()) {
        const auto said = data.answer("mitdb", record, pipeline::BeatChoice::reference);
        if (!said) return std::unexpected(said.error());
        addAtReference(**said, nullptr, tally);
    }
    return tally;
}

void addLoss(const std::string& what, const AnswerTally& clean, const AnswerTally& now, StudyRow& row) {
    row.figures.push_back({"S F1 lost, " + what, clean.s.f1_percent() - now.s.f1_percent(), "points", {}, kMostLoss});
    row.figures.push_back({"V F1 lost, " + what, clean.v.f1_percent() - now.v.f1_percent(), "points", {}, kMostLoss});
    row.figures.push_back({"unreadable, " + what, now.unreadable_percent()});
}

Added sine(double amplitude_mv, double hz) {
    return [=](std::size_t /*lead*/, double time_s) {
        return amplitude_mv * std::sin(2 * std::numbers::pi * hz * time_s);
    };
}

}  // namespace

Result<void> measureHum(StudyData& data, StudyRow& row) {
    const auto clean = cleanTally(data);
    if (!clean) return std::unexpected(clean.error());
    for (const double hz : kHums_hz) {
        for (const double amplitude_mv : kHumAmplitudes_mv) {
            const auto now = tallyOf(data, [&] { return sine(amplitude_mv, hz); });
            if (!now) return std::unexpected(now.error());
            addLoss(fixed(hz, 0) + " Hz of " + shortest(amplitude_mv) + " mV", *clean, *now, row);
        }
    }
    return {};
}

Result<void> measureWhiteNoise(StudyData& data, StudyRow& row) {
    const auto now = tallyOf(data, [] {
        return Added([random = synth::Random(7, 0)](std::size_t /*lead*/, double /*time_s*/) mutable {
            return kNoise_mv * random.normal();
        });
    });
    if (!now) return std::unexpected(now.error());
    row.figures.push_back({"S F1", now->s.f1_percent(), "%", kLeastS, {}});
    row.figures.push_back({"V F1", now->v.f1_percent()});
    row.figures.push_back({"unreadable", now->unreadable_percent()});
    return {};
}

Result<void> measureWander(StudyData& data, StudyRow& row) {
    const auto clean = cleanTally(data);
    if (!clean) return std::unexpected(clean.error());
    const auto now = tallyOf(data, [] { return sine(kWander_mv, kWander_hz); });
    if (!now) return std::unexpected(now.error());
    addLoss("1 mV", *clean, *now, row);
    return {};
}

Result<void> measureMotion(StudyData& data, StudyRow& row) {
    if (!std::filesystem::exists(data.pathOf("noise", "em.hea"))) {
        row.left_out = "noise/em is not here";
        return {};
    }
    const auto noise = data.open("noise", "em");
    if (!noise) return std::unexpected(noise.error());
    const bool develop = data.set() == StudySet::development;
    const double from_s = develop ? 0 : kTaught_s, to_s = develop ? kTaught_s : (*noise)->duration_s;
    for (std::size_t level = 0; level < std::size(kMotionLevels_db); ++level) {
        AnswerTally marked, detected;
        for (const std::string& record : data.motionRecords()) {
            const auto clean = data.open("mitdb", record);
            if (!clean) return std::unexpected(clean.error());
            const auto noisy = synth::stressed(**clean, **noise, from_s, to_s, kMotionLevels_db[level]);
            if (!noisy) return std::unexpected(noisy.error());
            const auto within = synth::noisyStretches((*noisy)->duration_s);
            const auto at_reference = data.answer(*noisy, pipeline::BeatChoice::reference);
            if (!at_reference) return std::unexpected(at_reference.error());
            addAtReference(*at_reference, &within, marked);
            const auto found = data.answer(*noisy, pipeline::BeatChoice::detected);
            if (!found) return std::unexpected(found.error());
            addDetected(*found, (*clean)->annotation_sets.front(), &within, detected);
        }
        const std::string at = ", " + fixed(kMotionLevels_db[level], 0) + " dB";
        row.figures.push_back({"V F1 of what can be read" + at, marked.v.f1_percent(), "%", kMotionV[level], {}});
        row.figures.push_back({"unreadable" + at, marked.unreadable_percent(), "%", {}, kMotionUnreadable[level]});
        row.figures.push_back({"S F1 of what can be read" + at, marked.s.f1_percent()});
        row.figures.push_back({"false V without a flag" + at, percentOf(marked.unflagged_false_v, marked.false_v)});
        row.figures.push_back({"V F1 of what can be read, beats by the detector" + at, detected.v.f1_percent()});
        row.figures.push_back({"unreadable, beats by the detector" + at, detected.unreadable_percent()});
    }
    return {};
}

}  // namespace triptych::cli
