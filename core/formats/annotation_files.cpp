#include "core/formats/annotation_files.h"

#include "core/formats/wfdb_annotations.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <string_view>

namespace triptych::formats {
namespace {

// Shown in this order, and complained of when damaged. Files with any other suffix must parse without a fault.
constexpr std::array<std::string_view, 9> kKnown = {"atr", "triptych", "qrs", "ecg", "ari", "wqrs", "gqrs", "man", "tst"};
// Never annotations, and some of them large.
constexpr std::array<std::string_view, 12> kOther = {"hea", "dat", "mat", "edf", "xws", "txt",
                                                     "csv", "json", "xml", "png", "pdf", "zip"};

bool contains(std::span<const std::string_view> list, std::string_view suffix) {
    return std::find(list.begin(), list.end(), suffix) != list.end();
}

std::size_t rank(std::string_view suffix) {
    return static_cast<std::size_t>(std::find(kKnown.begin(), kKnown.end(), suffix) - kKnown.begin());
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
        found.warnings.push_back({"the folder cannot be listed, so annotation files are not looked for", folder.string()});
    }
    std::sort(suffixes.begin(), suffixes.end(), [](const std::string& a, const std::string& b) {
        return std::pair(rank(a), std::string_view(a)) < std::pair(rank(b), std::string_view(b));
    });
    for (const std::string& suffix : suffixes) {
        const bool known = contains(kKnown, suffix);
        const std::string path = (folder / (stem + suffix)).string();
        auto read = salvageAnnotations(path, rate_hz);
        if (!read) {
            if (known) found.warnings.push_back({"the annotations are not shown: " + read.error().what, path});
            continue;
        }
        if (!known && (!read->warnings.empty() || read->set.annotations.empty())) continue;
        read->set.annotator = suffix;
        found.sets.push_back(std::move(read->set));
        found.warnings.insert(found.warnings.end(), read->warnings.begin(), read->warnings.end());
    }
    return found;
}

}  // namespace triptych::formats
