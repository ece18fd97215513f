// The 48 records of MIT-BIH: what `info` and `samples` say of them is what their headers state.
#include "core/text/numbers.h"
#include "tests/cli/process.h"
#include "tests/support/data.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>

namespace triptych::test {
namespace {

struct StatedSignal {
    double gain = 200;
    int zero = 0;
    int first = 0;
    int checksum = 0;
    std::string name;
};

// The plain form that MIT-BIH's headers have: FILE FORMAT GAIN BITS ZERO FIRST CHECKSUM BLOCK NAME.
struct StatedRecord {
    std::string name;
    int signals = 0;
    double rate_hz = 0;
    std::int64_t samples = 0;
    std::vector<StatedSignal> leads;
};

StatedRecord readHeader(const std::filesystem::path& path) {
    std::ifstream file(path);
    StatedRecord record;
    std::string line;
    std::getline(file, line);
    std::istringstream(line) >> record.name >> record.signals >> record.rate_hz >> record.samples;
    for (int i = 0; i < record.signals && std::getline(file, line); ++i) {
        StatedSignal signal;
        std::string dat;
        int format = 0;
        int bits = 0;
        int block = 0;
        std::istringstream fields(line);
        fields >> dat >> format >> signal.gain >> bits >> signal.zero >> signal.first >> signal.checksum >> block >>
            signal.name;
        record.leads.push_back(signal);
    }
    return record;
}

std::vector<std::filesystem::path> headers(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> found;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".hea") found.push_back(entry.path());
    }
    std::ranges::sort(found);
    return found;
}

TEST(CliRealRecords, InfoAgreesWithEveryHeader) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    const auto all = headers(mitdb);
    EXPECT_EQ(all.size(), 48U);
    std::int64_t beats = 0;
    for (const auto& path : all) {
        const auto stated = readHeader(path);
        const auto finished = cli({"info", path.string(), "--json"});
        ASSERT_EQ(finished.status, 0) << finished.err;
        const auto info = nlohmann::json::parse(finished.out);
        SCOPED_TRACE(path.filename());
        EXPECT_TRUE(info.at("warnings").empty()) << info.at("warnings");
        EXPECT_DOUBLE_EQ(info.at("duration_s").get<double>(), static_cast<double>(stated.samples) / stated.rate_hz);
        EXPECT_TRUE(info.at("start").is_null());
        ASSERT_EQ(info.at("leads").size(), stated.leads.size());
        for (std::size_t i = 0; i < stated.leads.size(); ++i) {
            const auto& lead = info.at("leads").at(i);
            EXPECT_EQ(lead.at("name"), stated.leads[i].name);
            EXPECT_EQ(lead.at("rate_hz"), stated.rate_hz);
            EXPECT_EQ(lead.at("samples"), stated.samples);
            EXPECT_EQ(lead.at("checksum"), stated.leads[i].checksum);
        }
        for (const char* symbol : {"N", "L", "R", "a", "V", "F", "J", "A", "S", "E", "j", "/", "Q", "e", "f"}) {
            beats += info.at("annotations").value(symbol, 0);
        }
    }
    EXPECT_EQ(beats, 109'494);
}

TEST(CliRealRecords, FirstSamplesAreThoseThatTheHeadersState) {
    TRIPTYCH_NEEDS_DATA(mitdb, "mitdb");
    for (const auto& path : headers(mitdb)) {
        const auto stated = readHeader(path);
        for (const auto& lead : stated.leads) {
            const auto finished = cli({"samples", path.string(), "--lead", lead.name, "--to", "0.001", "--csv"});
            ASSERT_EQ(finished.status, 0) << finished.err;
            std::istringstream text(finished.out);
            std::string title;
            std::string line;
            std::getline(text, title);
            std::getline(text, line);
            EXPECT_EQ(title, "time_s,mV");
            ASSERT_TRUE(line.starts_with("0,")) << line;
            EXPECT_DOUBLE_EQ(text::wholeNumber<double>(line.substr(2)).value_or(NAN),
                             (lead.first - lead.zero) / lead.gain)
                << path << ' ' << lead.name;
        }
    }
}

}  // namespace
}  // namespace triptych::test
