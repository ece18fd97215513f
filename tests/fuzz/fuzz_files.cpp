#include "tests/fuzz/fuzz_files.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <vector>

namespace triptych::test {
namespace {

void readAround(const Recording& recording, std::size_t lead, std::int64_t first) {
    constexpr std::size_t kCount = 300;
    std::vector<float> values(kCount);
    std::vector<std::int32_t> stored(kCount);
    recording.source->readPhysical(lead, first, values);
    recording.source->readStored(lead, first, stored);
    const std::int64_t samples = recording.leads[lead].samples;
    for (std::size_t i = 0; i < kCount; ++i) {
        const std::int64_t at = first + static_cast<std::int64_t>(i);
        if (at >= 0 && at < samples) continue;
        require(std::isnan(values[i]), "physical values outside a lead are NaN");
        require(stored[i] == kMissingSample, "stored values outside a lead are missing");
    }
}

void readAll(const Recording& recording, std::size_t lead) {
    constexpr std::int64_t kMost = 1 << 20;
    std::vector<float> block(1 << 14);
    const std::int64_t end = std::min(recording.leads[lead].samples, kMost);
    for (std::int64_t at = 0; at < end; at += static_cast<std::int64_t>(block.size())) {
        recording.source->readPhysical(lead, at, block);
    }
}

void examine(const Recording& recording) {
    require(!recording.leads.empty(), "a recording has leads");
    require(recording.source != nullptr, "a recording has samples");
    require(std::isfinite(recording.duration_s) && recording.duration_s >= 0, "a duration is a number");
    for (std::size_t lead = 0; lead < recording.leads.size(); ++lead) {
        const Lead& stated = recording.leads[lead];
        require(std::isfinite(stated.rate_hz) && stated.rate_hz > 0, "a rate is a positive number");
        require(std::isfinite(stated.gain) && stated.gain != 0, "a gain is a number and not 0");
        require(std::isfinite(stated.baseline), "a baseline is a number");
        require(stated.samples >= 0, "a length is not negative");
        for (const std::int64_t first : {std::int64_t{-150}, stated.samples / 2, stated.samples - 150}) {
            readAround(recording, lead, first);
        }
        if (lead < 16) readAll(recording, lead);
    }
    for (const AnnotationSet& set : recording.annotation_sets) {
        require(std::isfinite(set.rate_hz), "the clock of annotations is a number");
        require(std::is_sorted(set.annotations.begin(), set.annotations.end(),
                               [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; }),
                "annotations are in order");
        for (const Annotation& annotation : set.annotations) {
            require(annotation.code < kAnnotationCodes, "an annotation has a code of WFDB's");
        }
    }
    for (const Warning& warning : recording.warnings) require(!sentence(warning).empty(), "a warning says something");
}

}  // namespace

// Removed at the end; a crash leaves it, and the next run of that process id.
const std::filesystem::path& fuzzFolder() {
    static const std::filesystem::path made = [] {
        const std::filesystem::path memory = "/dev/shm";
        auto path = (std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path()) /
                    ("triptych-fuzz-" + std::to_string(::getpid()));
        std::filesystem::create_directories(path);
        std::atexit([] { std::filesystem::remove_all(fuzzFolder()); });
        return path;
    }();
    return made;
}

std::string writeFuzzed(const char* name, std::string_view bytes) {
    const std::string path = (fuzzFolder() / name).string();
    std::FILE* const file = std::fopen(path.c_str(), "wb");
    if (file == nullptr) std::abort();
    if (std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size()) std::abort();
    std::fclose(file);
    return path;
}

void require(bool condition, const char* what) {
    if (condition) return;
    std::fprintf(stderr, "A promise is broken: %s\n", what);
    std::abort();
}

void requireSentence(const Error& error) {
    require(!error.what.empty() && !error.where.empty(), "an error says what and where");
}

void fuzzFiles(std::span<const std::uint8_t> input, std::initializer_list<const char*> names, OpenFunction open) {
    std::string_view rest(reinterpret_cast<const char*>(input.data()), input.size());
    for (const char* name : names) {
        const std::size_t end = names.size() == 1 ? std::string_view::npos : rest.find(kNextFile);
        (void)writeFuzzed(name, rest.substr(0, end));
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + sizeof(kNextFile) - 1);
    }
    const auto opened = open((fuzzFolder() / *names.begin()).string(), {});
    if (opened) {
        examine(**opened);
        return;
    }
    requireSentence(opened.error());
}

}  // namespace triptych::test
