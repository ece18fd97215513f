#include "core/rhythm/strip_model.h"

#include "core/files/mapped_file.h"
#include "core/files/model_folders.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <mutex>

namespace triptych::rhythm {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::int64_t kLargest_bytes = 16 << 20;
constexpr char kGetAgain[] = "get the model again, or make it with \"triptych-cli train rhythm\"";

Json namesOfFeatures() {
    Json names = Json::array();
    for (std::size_t f = 0; f < kWindowFeatures; ++f) names.push_back(nameOf(static_cast<WindowFeature>(f)));
    return names;
}

// As few digits as read back as this float.
double shortly(float value) {
    return text::wholeNumber<double>(text::shortestText(value)).value_or(static_cast<double>(value));
}

// A question is [feature, threshold, below, other], a leaf [value].
Json jsonOf(const Tree& tree) {
    Json nodes = Json::array();
    for (const TreeNode& node : tree) {
        if (node.feature < 0) {
            nodes.push_back({shortly(node.value)});
        } else {
            nodes.push_back({node.feature, shortly(node.threshold), node.below, node.other});
        }
    }
    return nodes;
}

// Only forwards: then every walk ends.
bool readNode(const Json& from, std::size_t index, std::size_t nodes, TreeNode& node) {
    if (!from.is_array()) return false;
    for (const Json& number : from) {
        if (!number.is_number()) return false;
    }
    if (from.size() == 1) {
        node.value = from[0].get<float>();
        return std::isfinite(node.value);
    }
    if (from.size() != 4 || !from[0].is_number_unsigned() || !from[2].is_number_unsigned() ||
        !from[3].is_number_unsigned()) {
        return false;
    }
    const auto feature = from[0].get<std::uint64_t>(), below = from[2].get<std::uint64_t>(),
               other = from[3].get<std::uint64_t>();
    if (feature >= kWindowFeatures || below <= index || other <= index || below >= nodes || other >= nodes)
        return false;
    node = {static_cast<std::int16_t>(feature), static_cast<std::uint16_t>(below), static_cast<std::uint16_t>(other),
            from[1].get<float>(), 0};
    return std::isfinite(node.threshold);
}

bool readForest(const Json& from, BoostedTrees& forest) {
    if (!from.is_object() || !from.contains("start") || !from["start"].is_array() ||
        from["start"].size() != kStripClasses || !from.contains("trees") || !from["trees"].is_array() ||
        from["trees"].size() % kStripClasses != 0) {
        return false;
    }
    forest.classes = kStripClasses;
    for (const Json& start : from["start"]) {
        if (!start.is_number()) return false;
        forest.start.push_back(start.get<float>());
    }
    for (const Json& nodes : from["trees"]) {
        if (!nodes.is_array() || nodes.empty() || nodes.size() > UINT16_MAX) return false;
        Tree tree(nodes.size());
        for (std::size_t i = 0; i < tree.size(); ++i) {
            if (!readNode(nodes[i], i, tree.size(), tree[i])) return false;
        }
        forest.trees.push_back(std::move(tree));
    }
    return true;
}

}  // namespace

StripProbability StripModel::probability(const WindowFeatures& figures) const {
    StripProbability out{};
    for (const BoostedTrees& forest : forests) {
        const auto of = forest.probabilities(figures);
        for (std::size_t c = 0; c < kStripClasses; ++c) out[c] += of[c] / static_cast<double>(forests.size());
    }
    return out;
}

StripClass StripModel::winner(const StripProbability& probability) const {
    if (probability[kStripAf] >= af_limit) return kStripAf;
    const auto largest = std::max_element(probability.begin() + kStripSinus, probability.end());
    return static_cast<StripClass>(largest - probability.begin());
}

std::string toJson(const StripModel& model) {
    Json out = {{"kind", "rhythm of strips"},       {"title", model.title},
                {"trained_on", model.trained_on},   {"use", "research, not for diagnosis"},
                {"classes", kStripClassNames},      {"af_limit", model.af_limit},
                {"held_out_f1", model.held_out_f1}, {"features", namesOfFeatures()}};
    out["forests"] = Json::array();
    for (const BoostedTrees& forest : model.forests) {
        Json trees = Json::array();
        for (const Tree& tree : forest.trees) trees.push_back(jsonOf(tree));
        out["forests"].push_back({{"start", forest.start}, {"trees", std::move(trees)}});
    }
    return out.dump() + '\n';
}

Result<StripModel> stripModelFrom(const std::string& json, const std::string& where) {
    const Json from = Json::parse(json, nullptr, false);
    const auto wrong = [&](const text::Said& what) { return fail(ErrorCode::malformed, what, where, kGetAgain); };
    if (!from.is_object() || !from.contains("kind") || from["kind"] != "rhythm of strips") {
        return wrong("the file is none of a model of rhythm");
    }
    const auto has = [&](const char* key, auto is) { return from.contains(key) && (from[key].*is)(); };
    if (!has("features", &Json::is_array) || from["features"] != namesOfFeatures()) {
        return wrong("the model asks for other figures than this program has");
    }
    if (!has("title", &Json::is_string) || !has("trained_on", &Json::is_string) || !has("af_limit", &Json::is_number) ||
        !has("held_out_f1", &Json::is_number) || !has("forests", &Json::is_array) || from["forests"].empty()) {
        return wrong("the model lacks title, origin, limit or forests");
    }
    StripModel model;
    model.title = from["title"].get<std::string>();
    model.trained_on = from["trained_on"].get<std::string>();
    model.af_limit = from["af_limit"].get<double>();
    model.held_out_f1 = from["held_out_f1"].get<double>();
    for (const Json& forest : from["forests"]) {
        if (!readForest(forest, model.forests.emplace_back())) return wrong("a tree of the model leads nowhere");
    }
    return model;
}

Result<StripModelPtr> shippedStripModel() {
    static std::mutex guard;
    static StripModelPtr kept;
    const std::scoped_lock lock(guard);
    if (kept) return kept;
    for (const fs::path& folder : files::modelFolders()) {
        const fs::path path = folder / "rhythm" / "rhythm.json";
        std::error_code status;
        if (!fs::exists(path, status)) continue;
        const auto text = files::readWhole(path.string(), kLargest_bytes, "model of rhythm");
        if (!text) return std::unexpected(text.error());
        auto model = stripModelFrom(*text, path.string());
        if (!model) return std::unexpected(model.error());
        kept = std::make_shared<const StripModel>(std::move(*model));
        return kept;
    }
    return fail(ErrorCode::not_found, "the model of rhythm is not installed", "rhythm",
                "install Triptych's models again");
}

}  // namespace triptych::rhythm
