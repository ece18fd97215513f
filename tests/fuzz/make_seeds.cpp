// Writes what the fuzzers start from: small valid files of every format, made by our own code.
#include "tests/formats/edf_files.h"
#include "tests/formats/made_xml.h"
#include "tests/fuzz/fuzz_files.h"

#include <cstdio>
#include <filesystem>
#include <fstream>

namespace triptych::test {
namespace {

class Seeds {
public:
    explicit Seeds(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void add(const std::string& reader, const std::string& name, const std::string& bytes) const {
        std::filesystem::create_directories(folder_ / reader);
        std::ofstream(folder_ / reader / name, std::ios::binary) << bytes;
    }

private:
    std::filesystem::path folder_;
};

std::string word(int value) {
    return {static_cast<char>(value), static_cast<char>(value >> 8)};
}

std::string manyWords(int count) {
    std::string out;
    for (int i = 0; i < count; ++i) out += word(i * i % 4001 - 2000);
    return out;
}

void addXml(const Seeds& seeds) {
    seeds.add("aecg", "small", madeAecg());
    seeds.add("aecg", "utf16", asUtf16(madeAecg(), true));
    seeds.add("muse", "small", madeMuse());
    seeds.add("philips", "xli", madePhilips(true));
    seeds.add("philips", "plain", madePhilips(false, "1.03", "SierraECG"));
    seeds.add("philips", "utf16", asUtf16(madePhilips(true), false));
}

void addWfdb(const Seeds& seeds) {
    // An annotation file: a normal beat at 10, a rhythm with its text, a jump by SKIP, a beat, the end.
    const std::string annotations = word(1 << 10 | 10) + word(28 << 10 | 5) + word(63 << 10 | 3) +
                                    std::string("(N\0\0", 4) + word(59 << 10) + word(0) + word(100) +
                                    word(5 << 10 | 1) + word(0);
    const std::string next = kNextFile;
    const auto record = [&](const std::string& header, const std::string& signals) {
        return header + next + signals + next + annotations;
    };
    for (const char* format : {"8", "16", "24", "32", "61", "80", "160", "212", "310", "311"}) {
        seeds.add("wfdb", std::string("format") + format,
                  record(std::string("r 2 360 40\nr.dat ") + format + " 200 11 0 0 0 0 MLII\nr.dat " + format +
                             " 100/mV 11 1024 0 0 0 V5\n# 60 M\n",
                         manyWords(160)));
    }
    seeds.add(
        "wfdb", "frames",
        record("r 2 100 20\nr.dat 16x4:2+8 200(5)/uV 16 0 0 0 0 I\nr.dat 16 200 16 0 0 0 0 II\n", manyWords(120)));
    const std::string segment = "s 1 360 20\ns.dat 16 200 16 0 0 0 0 II\n";
    seeds.add("wfdb", "segments",
              record("r/3 1 360 60\ns 20\n~ 20\ns 20\n", "") + next + segment + next + manyWords(20));
    seeds.add("wfdb", "layout",
              record("r/2 1 360 20\nl 0\ns 20\n", "") + next + segment + next + manyWords(20) + next +
                  "l 1 360 0\n~ 0 200 16 0 0 0 0 II\n");
}

void addEdf(const Seeds& seeds) {
    MadeSignal ecg;
    MadeSignal slow = {.label = "Resp", .dimension = "", .samples_per_record = 1};
    MadeSignal notes = {.label = "EDF Annotations", .samples_per_record = 15};
    for (int i = 0; i < 12; ++i) ecg.values.push_back(i * i * 31 - 500);
    for (int i = 0; i < 3; ++i) {
        slow.values.push_back(i);
        notes.texts.push_back('+' + std::to_string(2 * i) + "\x14\x14" + std::string(1, '\0') + '+' +
                              std::to_string(2 * i) + ".5\x15" + "1\x14N\x14" + std::string(1, '\0'));
    }
    MadeEdf plain;
    plain.signals = {ecg, slow};
    seeds.add("edf", "edf", bytesOfEdf(plain));
    MadeEdf plus;
    plus.reserved = "EDF+D";
    plus.signals = {ecg, notes};
    seeds.add("edf", "edf_plus", bytesOfEdf(plus));
    plus.is_bdf = true;
    plus.reserved = "BDF+C";
    plus.signals[1].label = "BDF Annotations";
    seeds.add("edf", "bdf_plus", bytesOfEdf(plus));
}

}  // namespace
}  // namespace triptych::test

int main(int argc, char** argv) {
    using namespace triptych::test;
    if (argc != 2) {
        std::fprintf(stderr, "usage: make_fuzz_seeds FOLDER\n");
        return 2;
    }
    const Seeds seeds(argv[1]);
    addXml(seeds);
    addWfdb(seeds);
    addEdf(seeds);
    return 0;
}
