#include "core/formats/wfdb/annotation_files.h"

#include "core/formats/wfdb/annotations.h"
#include "core/text/said.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <string_view>

namespace triptych::formats {
namespace {

// Complained of when damaged; files with any other suffix must parse without a fault to count as annotations.
constexpr std::array<std::string_view, 6> kKnown = {"atr", "qrs", "gqrs", "wqrs", "ari", "triptych"};
// Never annotations, and some of them large.
constexpr std::array<std::string_view, 12> kOther = {"hea", "dat",  "mat", "edf", "xws", "txt",
                                                     "csv", "json", "xml", "png", "pdf", "zip"};

bool contains(std::span<const std::string_view> list, std::string_view suffix) {
    return std::find(list.begin(), list.end(), suffix) != list.end();
}

// The reference first; then what other readers wrote, detectors' marks, and the program's own labels.
std::size_t rank(std::string_view suffix) {
    if (suffix == "atr") return 0;
    const auto place = std::find(kKnown.begin(), kKnown.end(), suffix);
    return place == kKnown.end() ? 1 : 1 + static_cast<std::size_t>(place - kKnown.begin());
}

}  // namespace

FoundAnnotations findAnnotations(const std::string& header_path, const std::vector<std::string>& signal_files,
                                 double rate_hz) {
    namespace fs = std::filesystem;
    FoundAnnotations found;
    const fs::path header(header_path);
    const fs::path folder = header.has_parent_path() ? header.parent_path() : fs::path(".");
    const std::string stem = header.stem().string() + '.';
    std::vector<std::string> suffixes;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        const std::string name = entry->path().filename().string();
        if (!name.starts_with(stem)) continue;
        std::string suffix = name.substr(stem.size());
        if (suffix.empty() || suffix.find('.') != std::string::npos || contains(kOther, suffix)) continue;
        if (std::find(signal_files.begin(), signal_files.end(), name) != signal_files.end()) continue;
        suffixes.push_back(std::move(suffix));
    }
    if (error) {
        found.warnings.push_back(
            {"the folder cannot be listed, so annotation files are not looked for", folder.string()});
    }
    std::sort(suffixes.begin(), suffixes.end(), [](const std::string& a, const std::string& b) {
        return std::pair(rank(a), std::string_view(a)) < std::pair(rank(b), std::string_view(b));
    });
    for (const std::string& suffix : suffixes) {
        const bool known = contains(kKnown, suffix);
        const std::string path = (folder / (stem + suffix)).string();
        auto read = salvageAnnotations(path, rate_hz);
        if (!read) {
            if (known)
                found.warnings.push_back({text::say("the annotations are not shown: {1}", read.error().what), path});
            continue;
        }
        // By chance a short binary file reads as annotations; hardly ever does its end mark stand at its very end.
        if (!known && (!read->warnings.empty() || read->bytes_behind > 0 || read->set.annotations.empty())) continue;
        read->set.annotator = suffix;
        found.sets.push_back(std::move(read->set));
        found.warnings.insert(found.warnings.end(), read->warnings.begin(), read->warnings.end());
    }
    return found;
}

}  // namespace triptych::formats
