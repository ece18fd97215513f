#include "app/cli/commands/explanation_arrays.h"

#include "app/cli/console/json.h"
#include "core/files/mapped_file.h"
#include "core/files/safetensors_layout.h"
#include "core/formats/numpy/npz_writer.h"
#include "core/inference/card.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <map>
#include <span>

namespace triptych::cli {
namespace {

using formats::NpzWriter;

// Rows of one shape, a beat each.
struct Rows {
    NpzWriter::Shape shape;  // of one
    std::vector<float> values;
};

NpzWriter::Shape shapeOf(const Attribution& input) {
    NpzWriter::Shape out;
    for (const AttributionAxis& axis : input.axes)
        out.push_back(static_cast<std::int64_t>(axis.names.empty() ? axis.values.size() : axis.names.size()));
    return out;
}

void add(std::map<std::string, Rows>& into, const std::string& name, const NpzWriter::Shape& shape,
         const std::vector<float>& values) {
    Rows& rows = into[name];
    rows.shape = shape;
    rows.values.insert(rows.values.end(), values.begin(), values.end());
}

// The stretches that a way of integration was cut into, from, to, and whether its corner was placed; empty: it was not.
using Way = std::vector<std::array<double, 3>>;
using Ways = std::vector<Way>;  // a beat each

Way wayOf(const Explanation& explanation) {
    Way out;
    for (const ExplainedPart& part : explanation.parts)
        if (part.input == "way") out.push_back({part.from, part.to, part.name == "corner" ? 1.0 : 0.0});
    return out;
}

// [n × most × 3], what is over NaN; nothing where none was cut.
void addWays(const std::string& name, const Ways& ways, NpzWriter& into) {
    std::size_t most = 0;
    for (const Way& way : ways) most = std::max(most, way.size());
    if (most == 0) return;
    std::vector<double> values(ways.size() * most * 3, std::nan(""));
    for (std::size_t row = 0; row < ways.size(); ++row)
        for (std::size_t at = 0; at < ways[row].size(); ++at)
            std::ranges::copy(ways[row][at], values.begin() + static_cast<std::ptrdiff_t>((row * most + at) * 3));
    into.add(name, {static_cast<std::int64_t>(ways.size()), static_cast<std::int64_t>(most), 3}, values);
}

// Of the inputs as they are, channels and all: those of a method that explains every cell.
Json axesJson(const Attribution& input, double mark_s) {
    Json axes = Json::array();
    for (const AttributionAxis& axis : input.axes) {
        std::vector<double> values = axis.values;
        if (axis.unit == "s")
            for (double& value : values) value -= mark_s;
        axes.push_back({{"name", axis.name},
                        {"unit", axis.unit},
                        {"values", axis.names.empty() ? jsonNumbers(values) : Json(axis.names)}});
    }
    return axes;
}

// Every F32 tensor of a file beside the card whose name begins with `begins`, under `prefix` and the rest of its name.
Result<void> addTensors(const ModelInfo& model, const std::string& file_name, std::string_view begins,
                        const std::string& prefix, NpzWriter& into) {
    const auto path = (std::filesystem::path(model.card_path).parent_path() / file_name).string();
    const auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    const auto layout = files::readSafetensorsLayout(**file);
    if (!layout) return std::unexpected(layout.error());
    for (const files::TensorPlace& place : layout->tensors) {
        if (place.type != files::TensorType::f32 || !place.name.starts_with(begins)) continue;
        std::vector<float> values(static_cast<std::size_t>(place.bytes) / sizeof(float));
        float* const into_place = values.data();
        const bool read = (*file)->withBytes(place.offset, place.bytes, [into_place](std::span<const std::byte> bytes) {
            std::memcpy(into_place, bytes.data(), bytes.size());
        });
        if (!read) return fail(ErrorCode::io_failed, "its bytes cannot be read any more", path, "get the model again");
        into.add(prefix + place.name.substr(begins.size()), place.shape, values);
    }
    return {};
}

// Which class's mean training beat the beat was held against, an index into the model's classes; −1: silence, or
// nothing.
std::int64_t rivalOf(const Explanation& explanation, const ModelInfo& model) {
    if (explanation.baseline != "rival" && explanation.baseline != "mean_n") return -1;
    const auto letters = model.classLetters();
    const auto of_letter = [&](std::string_view letter) {
        const auto found = std::ranges::find(letters, letter);
        return found == letters.end() ? std::int64_t{-1} : static_cast<std::int64_t>(found - letters.begin());
    };
    const auto called = [&](const std::string& name) {
        const auto found = std::ranges::find(model.classes, name);
        return found == model.classes.end() ? std::int64_t{-1}
                                            : static_cast<std::int64_t>(found - model.classes.begin());
    };
    if (explanation.baseline == "mean_n") return of_letter("N");
    if (!explanation.against.empty()) return called(explanation.against);
    return called(explanation.class_name) == of_letter("N") ? of_letter("V") : of_letter("N");
}

}  // namespace

Result<void> writeArrays(const std::string& path, const std::vector<Explanation>& explanations, const BeatList& beats,
                         const ModelInfo& model) {
    std::map<std::string, Rows> maps;
    std::map<std::string, std::vector<double>> numbers;
    std::map<std::string, Ways> ways;
    std::vector<std::int64_t> beat, sample, target, rival;
    std::vector<double> time_s;
    Json axes = Json::object(), methods = Json::array(), classes = Json::array();
    for (const Explanation& of : explanations) {
        const std::int64_t mark = beats.beats[of.beat].sample;
        const double mark_s = static_cast<double>(mark) / beats.rate_hz;
        const bool is_new = beat.empty() || beat.back() != static_cast<std::int64_t>(of.beat);
        if (is_new) {
            beat.push_back(static_cast<std::int64_t>(of.beat));
            sample.push_back(mark);
            time_s.push_back(mark_s);
            classes.push_back(of.class_name);
            target.push_back(std::ranges::find(model.classes, of.class_name) - model.classes.begin());
            rival.push_back(-1);
        }
        if (beat.size() == 1) methods.push_back(of.method);
        if (!of.baseline.empty()) rival.back() = rivalOf(of, model);
        numbers["score." + of.method].push_back(of.score);
        numbers["baseline_score." + of.method].push_back(of.baseline.empty() ? std::nan("") : of.baseline_score);
        numbers["delta." + of.method].push_back(of.completeness_error);
        numbers["steps." + of.method].push_back(of.steps);
        ways[of.method].push_back(wayOf(of));
        for (const Attribution& input : of.inputs) {
            add(maps, "map." + of.method + '.' + input.input, shapeOf(input), input.values);
            const bool has_all = input.seen.size() == input.values.size() && of.method == explanations.front().method;
            if (has_all) add(maps, "in." + input.input, shapeOf(input), input.seen);
            if (has_all && !axes.contains(input.input)) axes[input.input] = axesJson(input, mark_s);
        }
    }

    NpzWriter out;
    const auto count = static_cast<std::int64_t>(beat.size());
    out.add("beat", {count}, beat);
    out.add("sample", {count}, sample);
    out.add("time_s", {count}, time_s);
    out.add("target_class", {count}, target);
    out.add("baseline_class", {count}, rival);
    for (const auto& [name, values] : numbers) out.add(name, {count}, values);
    for (const auto& [method, of] : ways) addWays("way." + method, of, out);
    for (const auto& [name, rows] : maps) {
        NpzWriter::Shape shape = rows.shape;
        shape.insert(shape.begin(), count);
        std::size_t cells = 1;
        for (const std::int64_t side : shape) cells *= static_cast<std::size_t>(side);
        if (cells != rows.values.size()) {
            return fail(ErrorCode::unsupported, text::say("the beats' arrays \"{1}\" are not of one shape", name), path,
                        "write them one by one");
        }
        out.add(name, shape, rows.values);
    }
    if (!model.runs_code) {
        if (auto done = addTensors(model, inference::kWeightsFile, "", "weight.", out); !done) return done;
    }
    const bool has_means = std::ranges::any_of(rival, [](std::int64_t of) { return of >= 0; });
    if (has_means) {
        if (auto done = addTensors(model, "explanation.safetensors", "mean.", "mean.", out); !done) return done;
    }
    out.addText("meta.json", jsonText({{"model", {{"name", model.name}, {"hash", model.hash}}},
                                       {"profile", model.profile},
                                       {"model_classes", model.classes},
                                       {"explained_class", std::move(classes)},
                                       {"against", explanations.front().against},
                                       {"branch", explanations.front().branch},
                                       {"score", explanations.front().score_name},
                                       {"fusion", model.fusion},
                                       {"baseline", explanations.front().baseline},
                                       {"lead", beats.lead_name},
                                       {"methods", std::move(methods)},
                                       {"axes", std::move(axes)}}));
    return out.write(path);
}

}  // namespace triptych::cli
