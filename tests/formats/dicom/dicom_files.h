// DICOM waveforms written with DCMTK, for the reader's tests.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace triptych::test {

struct MadeChannel {
    std::string code = "2:2";
    std::string scheme = "MDC";
    std::string meaning = "Lead II";
    std::string sensitivity = "5";  // "": not stated
    std::string correction = "1";
    std::string baseline = "0";
    std::string unit = "uV";
    std::string time_skew_s = "";
};

struct MadeGroup {
    std::string label = "RHYTHM";
    std::string originality = "ORIGINAL";
    std::string rate_hz = "500";
    std::string offset_ms = "";
    int channels_stated = 0;           // 0: as many as `channels`
    unsigned long samples_stated = 0;  // 0: as there are
    int bits = 16;
    int bits_stored = 0;  // 0: all of them
    std::string interpretation = "SS";
    std::optional<std::uint32_t> padding;
    std::vector<MadeChannel> channels = {{}};
    // Sample by sample, channels interleaved; the lowest `bits` count.
    std::vector<std::uint32_t> data;
};

struct MadeNote {
    std::string text, name_code, name, value, unit;
    std::vector<std::uint16_t> channels = {1, 0};
    std::vector<std::uint32_t> positions;
    std::string offsets_ms;
};

struct MadeDicom {
    std::vector<MadeGroup> groups;
    std::vector<MadeNote> notes;
    std::string character_set = "ISO_IR 192";
    std::string patient = "Doe^Jane";
    std::string acquired = "20240131123456.25+0100";
};

enum class MadeSyntax { implicit, explicit_little, big, deflated };

void writeDicom(const std::filesystem::path& path, const MadeDicom& made, MadeSyntax syntax);

}  // namespace triptych::test
