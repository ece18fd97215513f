// What is written for a reader whose locale has a comma: the same bytes as for everyone, which come back as they went.
#include "tests/support/comma_locale.h"
#include "core/formats/export/export.h"
#include "core/formats/open.h"
#include "core/formats/wfdb/annotations.h"
#include "tests/formats/record_files.h"
#include "tests/formats/same_recordings.h"

#include <gtest/gtest.h>

#include <clocale>

namespace triptych::formats {
namespace {

using namespace test;

// Two leads of 257.5 Hz, with a gain and a beat clock that are no whole numbers either.
RecordingPtr oddRates(const std::filesystem::path& folder) {
    std::string samples;
    for (int i = 0; i < 1'030; ++i) {
        for (const int value : {i % 400 - 200, 200 - i % 300}) {
            samples += static_cast<char>(value & 0xff);
            samples += static_cast<char>(value >> 8 & 0xff);
        }
    }
    writeText(folder / "odd.hea",
              "odd 2 257.5 1030\nodd.dat 16 204.8(0)/mV 16 0 0 0 0 II\nodd.dat 16 199.5(3)/mV 16 0 0 0 0 V5\n");
    writeText(folder / "odd.dat", samples);
    AnnotationSet beats{"atr", 257.5, {}};
    for (const std::int64_t at : {100, 331, 590}) {
        Annotation beat;
        beat.sample = at;
        beat.code = kNormal;
        beats.annotations.push_back(beat);
    }
    beats.notes = {timeResolutionNote(257.5)};
    EXPECT_TRUE(writeAnnotations((folder / "odd.atr").string(), beats));
    const auto recording = open((folder / "odd.hea").string());
    EXPECT_TRUE(recording) << sentence(recording.error());
    return recording ? *recording : nullptr;
}

TEST(CommaLocale, LabelsKeepTheClockOfTheirFile) {
    const CommaLocale comma;
    EXPECT_EQ(timeResolutionNote(257.5), "## time resolution: 257.5");
    EXPECT_EQ(timeResolutionNote(1000.0 / 3), "## time resolution: 333.333333333");
    const auto folder = scratchFolder("comma-labels");
    ASSERT_TRUE(oddRates(folder));
    EXPECT_NE(readText(folder / "odd.atr").find("resolution: 257.5"), std::string::npos);
    const auto beats = readAnnotations((folder / "odd.atr").string(), 100);
    ASSERT_TRUE(beats) << sentence(beats.error());
    EXPECT_EQ(beats->rate_hz, 257.5);
}

bool isText(std::string_view name) {
    return name.ends_with(".csv") || name.ends_with(".json");
}

TEST(CommaLocale, EveryExportIsByteForByteThatOfThePoint) {
    for (const char* name : {"out.edf", "out.bdf", "out.hea", "out.csv", "out.json"}) {
        const auto folder = scratchFolder("comma-export");
        const RecordingPtr before = oddRates(folder);
        ASSERT_TRUE(before);
        const auto written = [&](const std::string& where) {
            std::filesystem::create_directories(folder / where);
            const std::string path = (folder / where / name).string();
            const auto done = exportRecording(*before, path, *exportFormatFor(path), {});
            EXPECT_TRUE(done) << sentence(done.error());
            std::string bytes;
            for (const std::string& file : done ? done->files : std::vector<std::string>{}) bytes += readText(file);
            return bytes;
        };
        std::string with_comma;
        {
            const CommaLocale comma;
            with_comma = written("comma");
            if (!isText(name)) {
                const auto after = open((folder / "comma" / name).string());
                ASSERT_TRUE(after) << sentence(after.error());
                expectSame(*before, **after, 0.01);
            }
        }
        EXPECT_FALSE(with_comma.empty());
        std::setlocale(LC_ALL, "C");
        EXPECT_TRUE(with_comma == written("point")) << name;
        std::setlocale(LC_ALL, "");
    }
}

}  // namespace
}  // namespace triptych::formats
