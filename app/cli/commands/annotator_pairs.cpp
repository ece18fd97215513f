#include "app/cli/commands/annotator_pairs.h"

#include "core/files/mapped_file.h"
#include "core/formats/wfdb/annotations.h"
#include "core/formats/wfdb/header.h"
#include "core/text/said.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

namespace triptych::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kLargestHeader_bytes = 1 << 20;

struct PairOfPaths {
    std::string record;
    fs::path reference;
    fs::path test;
};

bool isFolder(const std::string& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

// mitdb/100.hea and mitdb/100 with "atr" give mitdb/100.atr; a file of annotations is itself.
Result<fs::path> annotationFile(const std::string& path, const std::string& annotator) {
    std::error_code ignored;
    if (fs::is_regular_file(path, ignored) && fs::path(path).extension() != ".hea") return fs::path(path);
    const bool is_record = fs::exists(path, ignored) || fs::exists(path + ".hea", ignored);
    if (annotator.empty() && !is_record) {
        return fail(ErrorCode::not_found, "there is no such file", path, "check the name");
    }
    if (annotator.empty()) {
        return fail(ErrorCode::wrong_use, "it is not said which annotations of the record are meant", path,
                    "name an annotation file, or the annotator with --test");
    }
    fs::path named(path);
    if (named.extension() == ".hea") named.replace_extension();
    named += '.' + annotator;
    if (!fs::is_regular_file(named, ignored)) {
        return fail(ErrorCode::not_found, "there is no such annotation file", named.string(),
                    "check the name and the annotator");
    }
    return named;
}

std::set<std::string> recordsOf(const std::string& folder, const std::string& annotator) {
    std::set<std::string> records;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entry->path().extension() == '.' + annotator) records.insert(entry->path().stem().string());
    }
    return records;
}

Result<std::vector<PairOfPaths>> pairsOfFolders(const PairRequest& request, std::vector<Warning>& warnings) {
    if (request.test_annotator.empty()) {
        return fail(ErrorCode::wrong_use, "it is not said which annotations of the folder are to be scored",
                    request.test, "name their suffix with --test, for example --test qrs");
    }
    const auto references = recordsOf(request.reference, request.reference_annotator);
    const auto tests = recordsOf(request.test, request.test_annotator);
    std::vector<PairOfPaths> out;
    const auto file = [](const std::string& folder, const std::string& record, const std::string& annotator) {
        return fs::path(folder) / (record + '.' + annotator);
    };
    for (const std::string& record : references) {
        if (tests.contains(record)) {
            out.push_back({record, file(request.reference, record, request.reference_annotator),
                           file(request.test, record, request.test_annotator)});
        } else if (!tests.empty()) {
            warnings.push_back(
                {text::say("record {1} has no .{2} file: it is not scored", record, request.test_annotator),
                 request.test});
        }
    }
    for (const std::string& record : tests) {
        if (references.contains(record)) continue;
        warnings.push_back({text::say("record {1} has no .{2} file to score against: it is not scored", record,
                                      request.reference_annotator),
                            request.reference});
    }
    if (out.empty()) {
        return fail(ErrorCode::not_found,
                    text::say("no record has both a .{1} file in {2} and a .{3} file in {4}",
                              request.reference_annotator, request.reference, request.test_annotator, request.test),
                    "", "check the folders, --annotator and --test");
    }
    return out;
}

std::optional<double> rateBeside(fs::path annotations) {
    std::error_code ignored;
    annotations.replace_extension(".hea");
    if (!fs::is_regular_file(annotations, ignored)) return std::nullopt;
    const auto text = files::readWhole(annotations.string(), kLargestHeader_bytes, "header");
    if (!text) return std::nullopt;
    const auto header = formats::parseWfdbHeader(*text, annotations.string());
    return header ? std::optional(header->frame_rate_hz) : std::nullopt;
}

Result<AnnotatorPair> readPair(const PairOfPaths& paths, double stated_hz) {
    auto rate = rateBeside(paths.reference);
    if (!rate) rate = rateBeside(paths.test);
    const double rate_hz = rate.value_or(stated_hz);
    auto reference = formats::readAnnotations(paths.reference.string(), rate_hz);
    if (!reference) return std::unexpected(reference.error());
    auto test = formats::readAnnotations(paths.test.string(), rate_hz);
    if (!test) return std::unexpected(test.error());
    for (const auto* set : {&*reference, &*test}) {
        if (set->rate_hz > 0) continue;
        return fail(ErrorCode::wrong_use, "the sampling rate is not known: no header lies beside either file",
                    (set == &*reference ? paths.reference : paths.test).string(), "state it with --rate");
    }
    return AnnotatorPair{paths.record, std::move(*reference), std::move(*test)};
}

}  // namespace

bool isAnnotationFile(const std::string& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored) || fs::path(path).extension() == ".hea") return false;
    const auto read = formats::salvageAnnotations(path, 1);
    return read && read->warnings.empty() && read->bytes_behind == 0;
}

Result<AnnotatorPairs> findPairs(const PairRequest& request) {
    AnnotatorPairs out;
    std::vector<PairOfPaths> paths;
    if (isFolder(request.reference) != isFolder(request.test)) {
        return fail(ErrorCode::wrong_use, "a folder cannot be scored against one record",
                    isFolder(request.reference) ? request.test : request.reference,
                    "give two folders, or two records or annotation files");
    }
    if (isFolder(request.reference)) {
        auto found = pairsOfFolders(request, out.warnings);
        if (!found) return std::unexpected(found.error());
        paths = std::move(*found);
    } else {
        auto reference = annotationFile(request.reference, request.reference_annotator);
        if (!reference) return std::unexpected(reference.error());
        auto test = annotationFile(request.test, request.test_annotator);
        if (!test) return std::unexpected(test.error());
        paths.push_back({reference->stem().string(), std::move(*reference), std::move(*test)});
    }
    for (const PairOfPaths& pair : paths) {
        auto read = readPair(pair, request.rate_hz);
        if (!read) return std::unexpected(read.error());
        out.pairs.push_back(std::move(*read));
    }
    return out;
}

}  // namespace triptych::cli
