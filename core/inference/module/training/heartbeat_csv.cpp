#include "core/inference/module/training/heartbeat_csv.h"

#include "core/inference/class_mapping.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace triptych::inference::training {
namespace {

namespace fs = std::filesystem;

// A scaler's rounding may pass the ends of [0, 1] by a hair.
constexpr float kSlack = 1e-3F;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
    return text;
}

// One row into `values` (samples and label). The error has no place: the caller knows the row.
Result<void> parseRow(std::string_view line, std::span<float> values, const std::string& where) {
    const auto malformed = [&](const text::Said& what) {
        return fail(ErrorCode::malformed, what, where, "get the file again, or remove the row");
    };
    std::size_t count = 0;
    while (true) {
        const std::size_t comma = line.find(',');
        const std::string_view cell = trimmed(line.substr(0, comma));
        const auto value = text::wholeNumber<float>(cell);
        if (!value) {
            return malformed(text::say("value {1} is no number (\"{2}\")", count + 1, std::string(cell.substr(0, 20))));
        }
        if (count < values.size()) values[count] = *value;
        ++count;
        if (comma == std::string_view::npos) break;
        line.remove_prefix(comma + 1);
    }
    if (count != values.size()) {
        return malformed(text::say("the row has {1} values, and a heartbeat row has {2}: 187 samples and a label",
                                   count, values.size()));
    }
    return {};
}

// The classes of a file's labels 0, 1, 2 ..., in their order.
std::span<const std::string_view> vocabularyFor(const std::vector<std::string>& class_names) {
    const bool of_ptb = std::ranges::all_of(class_names, isPtbClass);
    return of_ptb ? std::span<const std::string_view>(kPtbNames) : std::span<const std::string_view>(kBeatClassNames);
}

Result<void> appendFile(BeatDataset& dataset, const fs::path& path, bool test, const Job& job) {
    std::ifstream file(path);
    if (!file) {
        return fail(ErrorCode::not_readable, "the heartbeat file cannot be read", path.string(),
                    "check its permissions");
    }
    const std::size_t samples = dataset.shape.timeSize();
    const auto vocabulary = vocabularyFor(dataset.class_names);
    const auto source = static_cast<std::uint16_t>(dataset.sources.size());
    dataset.sources.push_back(
        {.record = path.filename().string(), .lead = {}, .analysis_lead = true, .typical_tf = {}, .test = test});
    std::error_code status;
    const auto size = static_cast<double>(std::max<std::uintmax_t>(fs::file_size(path, status), 1));
    std::vector<float> row(samples + 1);
    std::uint32_t number = 0;
    for (std::string line; std::getline(file, line); ++number) {
        if (number % 1024 == 0) {
            if (job.stopRequested()) return fail(ErrorCode::cancelled, "stopped while reading beats", path.string());
            job.progress(static_cast<double>(file.tellg()) / size, "reading beats");
        }
        const std::string where = text::say("{1}, row {2}", path.string(), number + 1);
        if (auto done = parseRow(line, row, where); !done) return done;
        for (std::size_t i = 0; i < samples; ++i) {
            if (row[i] >= -kSlack && row[i] <= 1 + kSlack) continue;
            return fail(ErrorCode::malformed, text::say("sample {1} lies outside 0 to 1", i + 1), where,
                        "scale every beat to [0, 1] by its smallest and largest sample");
        }
        const float label = row.back();
        if (label < 0 || label != std::floor(label) || label >= static_cast<float>(vocabulary.size())) {
            return fail(ErrorCode::malformed, "there is no class with this label (the last value)", where,
                        text::say("labels are whole numbers from 0 to {1}", vocabulary.size() - 1));
        }
        const std::string_view class_name = vocabulary[static_cast<std::size_t>(label)];
        const auto named = std::ranges::find(dataset.class_names, class_name);
        if (named == dataset.class_names.end()) {
            if (const auto of = beatClassNamed(class_name)) dataset.left_out.add(codeOf(*of));
            continue;
        }
        dataset.time.insert(dataset.time.end(), row.begin(), row.end() - 1);
        dataset.label.push_back(static_cast<std::uint8_t>(named - dataset.class_names.begin()));
        dataset.source.push_back(source);
        dataset.beat.push_back(number);
    }
    if (file.bad()) {
        return fail(ErrorCode::not_readable, "the heartbeat file cannot be read to its end", path.string(),
                    "copy it to another disk");
    }
    if (number == 0) {
        return fail(ErrorCode::malformed, "the heartbeat file is empty", path.string(), "get the file again");
    }
    return {};
}

}  // namespace

Result<BeatDataset> readHeartbeats(const std::string& place, const std::vector<std::string>& class_names,
                                   const Job& job) {
    BeatDataset dataset;
    dataset.profile = Profile::parity;
    dataset.shape = shapeOf(Profile::parity);
    dataset.class_names = class_names;
    struct Part {
        fs::path path;
        bool test = false;
    };
    std::vector<Part> parts;
    std::error_code status;
    if (fs::is_directory(place, status)) {
        const fs::path folder = place;
        if (vocabularyFor(class_names).size() == kPtbNames.size()) {
            parts = {{folder / "ptbdb_normal.csv"}, {folder / "ptbdb_abnormal.csv"}};
        } else {
            parts = {{folder / "mitbih_train.csv"}};
            if (fs::exists(folder / "mitbih_test.csv", status)) parts.push_back({folder / "mitbih_test.csv", true});
        }
    } else {
        parts = {{place}};
    }
    for (const Part& part : parts) {
        if (!fs::exists(part.path, status)) {
            return fail(ErrorCode::not_found, "there are no beats for this configuration", part.path.string(),
                        "name a folder with the recordings or the heartbeat files that it trains on");
        }
        if (auto done = appendFile(dataset, part.path, part.test, job); !done) return std::unexpected(done.error());
    }
    return dataset;
}

}  // namespace triptych::inference::training
