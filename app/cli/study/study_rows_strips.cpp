#include "app/cli/study/study_counts.h"
#include "app/cli/study/study_rows.h"
#include "core/pipeline/borderline.h"
#include "core/text/numbers.h"
#include "core/text/quoted_table.h"
#include "core/text/words.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

namespace triptych::cli {
namespace {

constexpr double kMostV = 0.3, kMostStripsWithV = 6.7, kMostVInFibrillation = 1, kLeastUnreadable = 90;
constexpr double kLudbOthers = 12, kLudbAtrial = 5, kLudbVentricular = 7;

struct StripTally {
    std::int64_t strips = 0, with_v = 0, beats = 0, v = 0, unflagged_v = 0, unreadable = 0, without_class = 0;
    std::int64_t hidden_strips = 0;  // without a single beat told
    std::int64_t first = 0, first_v = 0, first_silent = 0;
    double unreadable_s = 0, duration_s = 0;
};

void add(const Classification& said, StripTally& tally) {
    const std::size_t beats = said.predictions.size();
    std::int64_t v = 0;
    for (std::size_t i = 0; i < beats; ++i) {
        const Silence silence = said.predictions.silenceOf(i);
        tally.without_class += silence == Silence::none ? 0 : 1;
        tally.unreadable += isReadable(silence) ? 0 : 1;
        if (classOf(said, i) != "V") continue;
        ++v;
        tally.unflagged_v += pipeline::isBorderline(said.predictions, i, said.model.borderline_margin) ? 0 : 1;
    }
    ++tally.strips;
    tally.with_v += v > 0 ? 1 : 0;
    tally.v += v;
    tally.beats += static_cast<std::int64_t>(beats);
    tally.hidden_strips += beats == 0 ? 1 : 0;
    for (const UnreadableSpan& span : said.unreadable) tally.unreadable_s += span.to_s - span.from_s;
    if (beats == 0) return;
    ++tally.first;
    tally.first_v += classOf(said, 0) == "V" ? 1 : 0;
    tally.first_silent += said.predictions.hasClass(0) ? 0 : 1;
}

Result<StripTally> stripsOf(StudyData& data, char label, StudyRow& row) {
    StripTally tally;
    const auto strips = data.strips(label);
    if (strips.empty()) row.left_out = "cinc2017 is not here";
    for (const std::string& strip : strips) {
        if (data.job().stopRequested()) return fail(ErrorCode::cancelled, "the study was stopped", strip);
        const auto said = data.answer("cinc2017", strip, pipeline::BeatChoice::detected);
        if (!said) return std::unexpected(said.error());
        add(**said, tally);
        const auto recording = data.open("cinc2017", strip);
        if (recording) tally.duration_s += (*recording)->duration_s;
    }
    return tally;
}

void addStripFigures(const StripTally& tally, StudyRow& row) {
    row.figures.push_back({"beats that cannot be read", percentOf(tally.unreadable, tally.beats)});
    row.figures.push_back({"time that cannot be read", 100 * tally.unreadable_s / tally.duration_s});
    row.figures.push_back({"V without a flag", percentOf(tally.unflagged_v, tally.v)});
}

std::vector<std::vector<std::string>> readTable(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return text::quotedTable(std::string(std::istreambuf_iterator<char>(file), {}));
}

bool says(const std::string& text, std::string_view words) {
    return text.find(words) != std::string::npos;
}

}  // namespace

Result<void> measureNormalStrips(StudyData& data, StudyRow& row) {
    const auto tally = stripsOf(data, 'N', row);
    if (!tally) return std::unexpected(tally.error());
    row.figures.push_back({"beats called V", percentOf(tally->v, tally->beats), "%", {}, kMostV});
    row.figures.push_back({"strips with a V", percentOf(tally->with_v, tally->strips), "%", {}, kMostStripsWithV});
    addStripFigures(*tally, row);
    return {};
}

Result<void> measureFibrillation(StudyData& data, StudyRow& row) {
    const auto tally = stripsOf(data, 'A', row);
    if (!tally) return std::unexpected(tally.error());
    row.figures.push_back({"beats called V", percentOf(tally->v, tally->beats), "%", {}, kMostVInFibrillation});
    row.figures.push_back({"strips with a V", percentOf(tally->with_v, tally->strips)});
    addStripFigures(*tally, row);
    return {};
}

Result<void> measureNoisyStrips(StudyData& data, StudyRow& row) {
    const auto tally = stripsOf(data, '~', row);
    if (!tally) return std::unexpected(tally.error());
    row.figures.push_back(
        {"beats that cannot be read", percentOf(tally->unreadable, tally->beats), "%", kLeastUnreadable, {}});
    row.figures.push_back({"beats without a class", percentOf(tally->without_class, tally->beats)});
    row.figures.push_back({"beats called V", percentOf(tally->v, tally->beats)});
    row.figures.push_back({"time that cannot be read", 100 * tally->unreadable_s / tally->duration_s});
    row.figures.push_back({"strips without a beat told", static_cast<double>(tally->hidden_strips), "recordings"});
    return {};
}

Result<void> measureFirstBeats(StudyData& data, StudyRow& row) {
    const auto tally = stripsOf(data, 'A', row);
    if (!tally) return std::unexpected(tally.error());
    row.figures.push_back(
        {"first beats called V", percentOf(tally->first_v, tally->first), "%", {}, kMostVInFibrillation});
    row.figures.push_back({"first beats without a class", percentOf(tally->first_silent, tally->first)});
    return {};
}

Result<void> measureLudb(StudyData& data, StudyRow& row) {
    const auto rows = readTable(data.pathOf("ludb", "ludb.csv"));
    const std::vector<std::string> titles = rows.empty() ? std::vector<std::string>() : rows.front();
    const auto column = [&](std::string_view title) {
        return static_cast<std::size_t>(std::ranges::find(titles, title) - titles.begin());
    };
    const std::size_t id = column("ID"), premature = column("Extrasystolies"), pacing = column("Cardiac pacing");
    if (std::max({id, premature, pacing}) >= titles.size()) {
        row.left_out = "ludb is not here";
        return {};
    }
    std::int64_t others = 0, false_others = 0, atrial = 0, atrial_seen = 0, ventricular = 0, ventricular_seen = 0;
    std::int64_t paced = 0, paced_silent = 0;
    for (std::size_t i = 1; i < rows.size(); ++i) {
        if (rows[i].size() <= std::max(premature, pacing)) continue;
        // The table pads its numbers, the files do not.
        const auto number = text::wholeNumber<int>(text::trimmed(rows[i][id]));
        if (!number) continue;
        const auto said = data.answer("ludb", std::to_string(*number), pipeline::BeatChoice::detected);
        if (!said) return std::unexpected(said.error());
        const Classification& of = **said;
        std::int64_t s = 0, v = 0, f = 0, silent = 0;
        for (std::size_t k = 0; k < of.predictions.size(); ++k) {
            s += classOf(of, k) == "S" ? 1 : 0;
            v += classOf(of, k) == "V" ? 1 : 0;
            f += classOf(of, k) == "F" ? 1 : 0;
            silent += of.predictions.hasClass(k) ? 0 : 1;
        }
        const bool has_v = says(rows[i][premature], "Ventricular extrasystole");
        const bool has_s = says(rows[i][premature], "Atrial extrasystole");
        ventricular += has_v ? 1 : 0;
        ventricular_seen += has_v && v > 0 ? 1 : 0;
        atrial += has_s ? 1 : 0;
        atrial_seen += has_s && s > 0 ? 1 : 0;
        if (!rows[i][pacing].empty()) {
            paced += static_cast<std::int64_t>(of.predictions.size());
            paced_silent += silent;
        }
        if (has_v || has_s) continue;
        others += static_cast<std::int64_t>(of.predictions.size());
        false_others += s + v + f;
    }
    const auto plain = [](std::int64_t count) { return static_cast<double>(count); };
    row.figures.push_back({"of " + std::to_string(others) + " other beats called S, V or F",
                           plain(false_others),
                           "beats",
                           {},
                           kLudbOthers});
    row.figures.push_back({"of " + std::to_string(atrial) + " with atrial extrasystoles seen",
                           plain(atrial_seen),
                           "recordings",
                           kLudbAtrial,
                           {}});
    row.figures.push_back({"of " + std::to_string(ventricular) + " with ventricular extrasystoles seen",
                           plain(ventricular_seen),
                           "recordings",
                           kLudbVentricular,
                           {}});
    row.figures.push_back({"beats of paced patients without a class", percentOf(paced_silent, paced)});
    return {};
}

}  // namespace triptych::cli
