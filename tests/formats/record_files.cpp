#include "tests/formats/record_files.h"

#include "core/formats/open.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

namespace triptych::test {

// Some file systems flush a file to the disk when it is emptied and written anew; one that is new they need not.
void writeText(const std::filesystem::path& path, const std::string& text) {
    std::filesystem::remove(path);
    std::ofstream(path, std::ios::binary) << text;
}

void writeBytes(const std::filesystem::path& path, const std::vector<std::byte>& bytes) {
    writeText(path, std::string(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

std::string readText(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<std::byte> readBytes(const std::filesystem::path& path) {
    std::vector<std::byte> bytes;
    for (const char letter : readText(path)) bytes.push_back(static_cast<std::byte>(letter));
    return bytes;
}

std::vector<std::byte> bytesOf(std::initializer_list<unsigned> values) {
    std::vector<std::byte> bytes;
    for (const unsigned value : values) bytes.push_back(static_cast<std::byte>(value));
    return bytes;
}

std::vector<std::byte> words(std::initializer_list<unsigned> values) {
    std::vector<std::byte> bytes;
    for (const unsigned value : values) {
        bytes.push_back(static_cast<std::byte>(value & 0xff));
        bytes.push_back(static_cast<std::byte>(value >> 8));
    }
    return bytes;
}

std::vector<std::int32_t> stored(const Recording& recording, std::size_t lead, std::int64_t first, std::size_t count) {
    std::vector<std::int32_t> out(count);
    recording.source->readStored(lead, first, out);
    return out;
}

std::vector<float> physical(const Recording& recording, std::size_t lead, std::int64_t first, std::size_t count) {
    std::vector<float> out(count);
    recording.source->readPhysical(lead, first, out);
    return out;
}

std::string warningsOf(const Recording& recording) {
    std::string all;
    for (const Warning& warning : recording.warnings) all += sentence(warning) + '\n';
    return all;
}

std::filesystem::path makeSmallRecord(const std::string& folder_name) {
    const auto folder = scratchFolder(folder_name);
    writeText(folder / "r.hea",
              "r 2 360 3 10:20:30 24/12/2001\n"
              "r.dat 16 200(1)/mV 16 0 1 9 0 MLII\n"
              "r.dat 16 200/mV 16 0 -2 -12 0 V5\n"
              "# 69 M\n");
    writeBytes(folder / "r.dat", words({1, 0xfffe, 3, 0xfffc, 5, 0xfffa}));
    writeBytes(folder / "r.atr", words({1 << 10 | 2, 0}));
    return folder;
}

RecordingPtr openedFile(const std::filesystem::path& path) {
    auto recording = formats::open(path.string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : std::make_shared<const Recording>();
}

RecordingPtr openedOrRefused(const std::filesystem::path& path) {
    auto opened = formats::open(path.string());
    if (!opened) {
        EXPECT_FALSE(opened.error().what.empty());
        EXPECT_FALSE(opened.error().where.empty());
        return nullptr;
    }
    const Recording& recording = **opened;
    EXPECT_FALSE(recording.leads.empty());
    EXPECT_TRUE(std::isfinite(recording.duration_s) && recording.duration_s >= 0) << recording.duration_s;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        const Lead& lead = recording.leads[i];
        EXPECT_FALSE(lead.name.empty());
        EXPECT_TRUE(std::isfinite(lead.rate_hz) && lead.rate_hz > 0) << lead.rate_hz;
        EXPECT_TRUE(std::isfinite(lead.gain) && lead.gain != 0) << lead.gain;
        EXPECT_TRUE(std::isfinite(lead.baseline)) << lead.baseline;
        EXPECT_GT(lead.samples, 0);
        EXPECT_EQ(stored(recording, i, lead.samples, 2), std::vector<std::int32_t>(2, kMissingSample));
        EXPECT_EQ(stored(recording, i, -2, 2), std::vector<std::int32_t>(2, kMissingSample));
        EXPECT_TRUE(std::isnan(physical(recording, i, lead.samples, 1)[0]));
    }
    for (const AnnotationSet& set : recording.annotation_sets) {
        EXPECT_TRUE(std::is_sorted(set.annotations.begin(), set.annotations.end(),
                                   [](const Annotation& a, const Annotation& b) { return a.sample < b.sample; }));
    }
    return *opened;
}

void expectPartOf(const Recording& part, const Recording& whole) {
    ASSERT_LE(part.leads.size(), whole.leads.size());
    for (std::size_t i = 0; i < part.leads.size(); ++i) {
        const std::int64_t samples = part.leads[i].samples;
        ASSERT_LE(samples, whole.leads[i].samples);
        const auto count = static_cast<std::size_t>(std::min<std::int64_t>(samples, 100'000));
        const auto step = static_cast<float>(1 / std::abs(whole.leads[i].gain));  // floating point is stored in steps
        const auto shown = physical(part, i, 0, count);
        const auto true_values = physical(whole, i, 0, count);
        for (std::size_t k = 0; k < count; ++k) {
            if (std::isnan(shown[k])) continue;
            ASSERT_NEAR(shown[k], true_values[k], std::max(step, 1e-5F * std::max(1.0F, std::abs(true_values[k]))))
                << "sample " << k << " of " << part.leads[i].name;
        }
    }
}

void cutEverywhere(const std::filesystem::path& path, const std::string& bytes) {
    writeText(path, bytes);
    const RecordingPtr whole = openedOrRefused(path);
    ASSERT_TRUE(whole) << path;
    int opened = 0;
    int refused = 0;
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        writeText(path, bytes.substr(0, size));
        const RecordingPtr part = openedOrRefused(path);
        ++(part ? opened : refused);
        if (part) expectPartOf(*part, *whole);
    }
    EXPECT_GT(opened, 0) << "a file without its last byte shows the others";
    EXPECT_GT(refused, 0) << "a file of no bytes is none";
}

}  // namespace triptych::test
