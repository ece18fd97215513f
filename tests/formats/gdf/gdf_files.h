// GDF 2 files made byte by byte, for tests and as seeds of the fuzzers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::test {

struct MadeGdfChannel {
    std::string label = "ECG II";
    std::string dimension = "uV";
    int code = 4275;  // uV
    double physical_minimum = -3276.8;
    double physical_maximum = 3276.7;
    double digital_minimum = -32768;
    double digital_maximum = 32767;
    int samples_per_record = 4;
    int type = 3;      // int16
    std::string data;  // of all records in turn, as it lies in the file
};

struct MadeGdfEvent {
    std::uint32_t position = 1;  // counted from one
    int type = 0x0501;
    int channel = 0;
    std::uint32_t duration = 0;
};

struct MadeGdf {
    std::string version = "2.20";
    std::int64_t records = 1;
    bool floating_duration = false;  // as GDF 2.2 and later have it; else a fraction
    std::uint32_t duration_over = 1;
    std::uint32_t duration_under = 100;
    std::uint64_t start = 0;
    std::vector<MadeGdfChannel> channels;
    std::vector<MadeGdfEvent> events;
    float event_rate_hz = 400;
};

std::string bytesOfGdf(const MadeGdf& gdf);

}  // namespace triptych::test
