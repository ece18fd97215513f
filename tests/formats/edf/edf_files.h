// EDF and BDF files made byte by byte, for the tests of the reader: what their header says need not be true.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace triptych::test {

struct MadeSignal {
    std::string label = "ECG II";
    std::string dimension = "uV";
    std::string physical_minimum = "-3276.8";
    std::string physical_maximum = "3276.7";
    std::string digital_minimum = "-32768";
    std::string digital_maximum = "32767";
    int samples_per_record = 4;
    std::vector<int> values;         // all records' in turn; not for annotations
    std::vector<std::string> texts;  // of each record, as bytes: "+0\x14\x14"; for annotations alone
};

struct MadeEdf {
    bool is_bdf = false;
    std::string patient = "X X X X";
    std::string recording = "Startdate 02-MAR-2002 X X X";
    std::string date = "02.03.02";
    std::string time = "10.20.30";
    std::string reserved;      // "EDF+C"
    std::string header_bytes;  // "": what is true
    std::string records;       // "": what is true
    std::string duration = "1";
    std::string signal_count;  // "": what is true
    std::vector<MadeSignal> signals;
};

// The file's bytes; as many records as the first signal has values for.
std::string bytesOfEdf(const MadeEdf& edf);

}  // namespace triptych::test
