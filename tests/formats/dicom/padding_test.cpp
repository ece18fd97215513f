// Waveform padding: what a value that fills samples may mean, wherever the signal takes it, too.
#include "core/formats/open.h"

#include "tests/formats/dicom/dicom_files.h"
#include "tests/formats/record_files.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace triptych::formats {
namespace {

using namespace test;

// A wave of two channels through zero, at 500 Hz; `last` of its samples, and so many at its end, are `padding`.
MadeGroup paddedWave(std::size_t samples, std::size_t tail, std::uint32_t padding) {
    MadeGroup group;
    group.channels = {{.code = "2:1", .meaning = "Lead I"}, {.code = "2:3", .meaning = "Lead V1"}};
    group.padding = padding;
    for (std::size_t k = 0; k < samples; ++k) {
        const double phase = static_cast<double>(k) / 40;
        const auto value = [&](double shift) {
            return static_cast<std::uint32_t>(std::lround(300 * std::sin(phase + shift))) & 0xffffU;
        };
        const bool is_padding = k + tail >= samples;
        group.data.push_back(is_padding ? padding : value(0));
        group.data.push_back(is_padding ? padding : value(0.4));
    }
    return group;
}

std::int64_t missingIn(const Recording& recording, std::size_t lead) {
    const auto values = stored(recording, lead, 0, static_cast<std::size_t>(recording.leads[lead].samples));
    return std::count(values.begin(), values.end(), kMissingSample);
}

TEST(DicomPadding, AValueThatTheSignalTakesIsNoHole) {
    const auto folder = scratchFolder("dicom-padding");
    for (const std::uint32_t padding : {0U, 5U, 100U, 0xfff0U, 300U}) {
        writeDicom(folder / "p.dcm", {{paddedWave(5000, 0, padding)}, {}}, MadeSyntax::explicit_little);
        const auto recording = openedFile(folder / "p.dcm");
        EXPECT_EQ(missingIn(*recording, 0), 0) << padding;
        EXPECT_EQ(missingIn(*recording, 1), 0) << padding;
    }
}

TEST(DicomPadding, ATailOfItInAllChannelsIsMissing) {
    const auto folder = scratchFolder("dicom-padding");
    for (const std::uint32_t padding : {0U, 5U, 0x8000U}) {
        for (const std::size_t tail : {100U, 750U}) {
            writeDicom(folder / "t.dcm", {{paddedWave(5000, tail, padding)}, {}}, MadeSyntax::big);
            const auto recording = openedFile(folder / "t.dcm");
            for (const std::size_t lead : {0U, 1U}) {
                EXPECT_EQ(missingIn(*recording, lead), static_cast<std::int64_t>(tail)) << padding;
                EXPECT_EQ(stored(*recording, lead, 4999, 1)[0], kMissingSample);
                EXPECT_TRUE(std::isnan(physical(*recording, lead, 4999, 1)[0]));
                EXPECT_NE(stored(*recording, lead, 4999 - static_cast<std::int64_t>(tail), 1)[0], kMissingSample);
            }
        }
    }
    // A head likewise.
    MadeGroup group = paddedWave(5000, 0, 0);
    for (std::size_t k = 0; k < 2 * 400; ++k) group.data[k] = 0;
    writeDicom(folder / "h.dcm", {{group}, {}}, MadeSyntax::deflated);
    EXPECT_EQ(missingIn(*openedFile(folder / "h.dcm"), 1), 400);
}

TEST(DicomPadding, ALongConstantRunOfOneChannelIsMissingWhereverReadingBegins) {
    const auto folder = scratchFolder("dicom-padding");
    MadeGroup group = paddedWave(9000, 0, 0);
    for (std::size_t k = 4000; k < 4700; ++k) group.data[2 * k] = 0;  // 1.4 s of lead I
    for (std::size_t k = 1000; k < 1200; ++k) group.data[2 * k] = 0;  // 0.4 s: a flat stretch that a signal may have
    writeDicom(folder / "r.dcm", {{group}, {}}, MadeSyntax::explicit_little);
    const auto recording = openedFile(folder / "r.dcm");
    EXPECT_NEAR(static_cast<double>(missingIn(*recording, 0)), 700, 2);
    EXPECT_EQ(missingIn(*recording, 1), 0);
    const auto whole = stored(*recording, 0, 0, 9000);
    for (const std::int64_t first : {3990, 4000, 4001, 4350, 4690, 4095, 4096}) {
        const auto part = stored(*recording, 0, first, 20);
        EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin() + first)) << first;
    }
}

TEST(DicomPadding, AValueThatNoSignalTakesIsMissingWhereverItStands) {
    const auto folder = scratchFolder("dicom-padding");
    for (const std::uint32_t padding : {0x8000U, 0x7fffU, 2000U}) {
        MadeGroup group = paddedWave(5000, 0, padding);
        for (const std::size_t k : {7U, 8U, 4000U}) group.data[2 * k] = padding;
        writeDicom(folder / "n.dcm", {{group}, {}}, MadeSyntax::explicit_little);
        const auto recording = openedFile(folder / "n.dcm");
        EXPECT_EQ(missingIn(*recording, 0), 3) << padding;
        EXPECT_EQ(missingIn(*recording, 1), 0) << padding;
    }
}

}  // namespace
}  // namespace triptych::formats
