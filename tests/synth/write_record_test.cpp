// A synthetic record on the disk is, to the WFDB reader, the recording that was made.
#include "core/formats/open.h"
#include "core/formats/wfdb/wfdb.h"
#include "core/synth/synthesize.h"

#include "tests/support/data.h"

#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <iterator>

namespace triptych::synth {
namespace {

Synthetic made(int leads) {
    SynthRequest request;
    request.leads = leads;
    request.duration_s = 20;
    request.rate_hz = 512.5;
    return std::move(*synthesize(request));
}

TEST(WriteRecord, ReadsBackTheSame) {
    const auto folder = test::scratchFolder("written");
    for (const int leads : {2, 12}) {
        const auto synthetic = made(leads);
        const std::string name = "made_" + std::to_string(leads);
        const auto written = writeRecord(synthetic, folder.string(), name);
        ASSERT_TRUE(written) << sentence(written.error());
        const auto read = formats::open((folder / name).string());
        ASSERT_TRUE(read) << sentence(read.error());
        const Recording& a = *synthetic.recording;
        const Recording& b = **read;
        EXPECT_TRUE(b.warnings.empty()) << sentence(b.warnings.at(0));
        EXPECT_EQ(b.format_detail, "format 16");
        EXPECT_EQ(b.name, name);
        EXPECT_EQ(b.comments, a.comments);
        EXPECT_DOUBLE_EQ(b.duration_s, a.duration_s);
        ASSERT_EQ(b.annotation_sets.size(), 1U);
        EXPECT_EQ(b.annotation_sets[0].annotations, a.annotation_sets[0].annotations);
        EXPECT_EQ(b.annotation_sets[0].rate_hz, a.annotation_sets[0].rate_hz);
        ASSERT_EQ(b.leads.size(), a.leads.size());
        for (std::size_t lead = 0; lead < a.leads.size(); ++lead) {
            EXPECT_EQ(b.leads[lead].name, a.leads[lead].name);
            EXPECT_EQ(b.leads[lead].unit, "mV");
            EXPECT_EQ(b.leads[lead].rate_hz, a.leads[lead].rate_hz);
            EXPECT_EQ(b.leads[lead].gain, a.leads[lead].gain);
            EXPECT_EQ(b.leads[lead].samples, a.leads[lead].samples);
            EXPECT_EQ(b.leads[lead].checksum, a.leads[lead].checksum);
            EXPECT_EQ(b.leads[lead].stored_first, a.leads[lead].stored_first);
            EXPECT_TRUE(formats::checksumAgrees(b.leads[lead], *formats::storedChecksum(b, lead)));
            EXPECT_TRUE(formats::checksumAgrees(a.leads[lead], *formats::storedChecksum(a, lead)));
            const auto values_a = readLead(a, lead, -5, a.leads[lead].samples + 10);
            const auto values_b = readLead(b, lead, -5, b.leads[lead].samples + 10);
            EXPECT_EQ(std::memcmp(values_a.data(), values_b.data(), values_a.size() * sizeof(float)), 0) << lead;
        }
    }
}

TEST(WriteRecord, NeverOverwrites) {
    const auto synthetic = made(2);
    for (const char* suffix : {".hea", ".dat", ".atr"}) {
        const auto folder = test::scratchFolder("occupied");
        std::ofstream(folder / ("x" + std::string(suffix))) << "mine";
        const auto written = writeRecord(synthetic, folder.string(), "x");
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, ErrorCode::refused);
        std::string kept;
        std::ifstream(folder / ("x" + std::string(suffix))) >> kept;
        EXPECT_EQ(kept, "mine");
        EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1) << "nothing else was left";
    }
}

TEST(WriteRecord, RefusesNamesThatAreNone) {
    const auto folder = test::scratchFolder("names");
    for (const char* name : {"", "a b", "../x", "a/b", "x.y", "\xc3\xa4"}) {
        EXPECT_EQ(writeRecord(made(2), folder.string(), name).error().code, ErrorCode::wrong_use) << name;
    }
    EXPECT_EQ(writeRecord(made(2), (folder / "none").string(), "x").error().code, ErrorCode::not_found);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
}

}  // namespace
}  // namespace triptych::synth
