#include "core/formats/scp/measurements.h"

#include "core/formats/lead_names.h"
#include "core/text/said.h"

#include <array>

namespace triptych::formats {
namespace {

using Bytes = std::span<const std::byte>;

constexpr int kNotComputed = 29'999;  // EN 1064 §5.10.2: of any measurement

void damaged(ScpFile& file, std::size_t section, const std::string& path) {
    file.warnings.push_back({text::say("section {1} is damaged and read in part", section), path});
}

// The rest of section 7, which early versions of the standard leave out: pacemaker spikes, times before kinds; the
// type of every QRS; rates and the corrected QT. False where it is cut.
bool measurementsBehind(Bytes rest, std::size_t spikes, ScpTexts& out) {
    constexpr std::size_t kTime_bytes = 4;
    constexpr std::size_t kKind_bytes = 6;
    if (rest.size() < spikes * kTime_bytes) return false;
    for (std::size_t i = 0; i < spikes; ++i) {
        const std::size_t kind = spikes * kTime_bytes + i * kKind_bytes;
        out.pacemaker_spikes.push_back({static_cast<int>(scp16(rest, i * kTime_bytes)),
                                        kind < rest.size() ? static_cast<int>(scp8(rest, kind)) : 255});
    }
    std::size_t at = spikes * (kTime_bytes + kKind_bytes);
    if (rest.size() < at + 2) return true;
    at += 2 + scp16(rest, at);
    if (rest.size() < at + 7) return true;
    const auto known = [](unsigned value) { return value > 0 && value < 19'999; };
    if (known(scp16(rest, at))) out.measured("hr", scp16(rest, at), "bpm");
    if (known(scp16(rest, at + 2))) out.measured("atrial_rate", scp16(rest, at + 2), "bpm");
    if (known(scp16(rest, at))) out.say("Ventricular rate: " + std::to_string(scp16(rest, at)) + " /min");
    if (known(scp16(rest, at + 2))) out.say("Atrial rate: " + std::to_string(scp16(rest, at + 2)) + " /min");
    if (known(scp16(rest, at + 4))) {
        const unsigned formula = scp8(rest, at + 6);
        out.measured(formula == 1 ? "qtc_bazett" : formula == 2 ? "qtc_hodges" : "qtc", scp16(rest, at + 4), "ms");
        out.say("QTc: " + std::to_string(scp16(rest, at + 4)) + " ms" +
                (formula == 1   ? " (Bazett)"
                 : formula == 2 ? " (Hodges)"
                                : ", by a formula that the file does not name"));
    }
    return true;
}

}  // namespace

void readScpGlobalMeasurements(ScpFile& file, const std::string& path, ScpTexts& out) {
    const Bytes section = file.sections[7];
    if (section.empty()) return;
    if (section.size() < 6) return damaged(file, 7, path);
    const std::size_t blocks = scp8(section, 0);
    const auto known = [](int value) { return value != kNotComputed && value != 0xffff; };
    if (const int rr = static_cast<int>(scp16(section, 2)); known(rr) && rr > 0) {
        out.measured("rr", rr, "ms");
        out.say("RR: " + std::to_string(rr) + " ms");
    }
    if (const int pp = static_cast<int>(scp16(section, 4)); known(pp) && pp > 0) {
        out.measured("pp", pp, "ms");
        out.say("PP: " + std::to_string(pp) + " ms");
    }
    if (section.size() < 6 + blocks * 16) return damaged(file, 7, path);
    for (std::size_t i = 0; i < blocks; ++i) {
        const Bytes block = section.subspan(6 + i * 16, 16);
        std::string line;
        const auto add = [&line](const std::string& part) { line += (line.empty() ? "" : ", ") + part; };
        const auto wave = [&](const char* name, const char* figure, std::size_t from, std::size_t to) {
            const auto onset = static_cast<int>(scp16(block, from));
            const auto end = static_cast<int>(scp16(block, to));
            if (known(onset) && known(end) && end > onset) {
                out.measured(figure, end - onset, "ms");
                add(std::string(name) + ' ' + std::to_string(end - onset) + " ms");
            }
        };
        wave("P", "p_duration", 0, 2);
        wave("PR", "pr", 0, 4);
        wave("QRS", "qrs", 4, 6);
        wave("QT", "qt", 4, 8);
        const auto axis = [&](const char* name, const char* figure, std::size_t at) {
            const int degrees = scpSigned16(block, at);
            if (std::abs(degrees) <= 180) out.measured(figure, degrees, "deg");
            if (std::abs(degrees) <= 180) add(std::string(name) + " axis " + std::to_string(degrees) + "°");
        };
        axis("P", "p_axis", 10);
        axis("QRS", "qrs_axis", 12);
        axis("T", "t_axis", 14);
        if (!line.empty()) out.say("Reference beat " + std::to_string(i) + ": " + line);
    }
    if (!measurementsBehind(section.subspan(6 + blocks * 16), scp8(section, 1), out)) damaged(file, 7, path);
}

void readScpLeadMeasurements(ScpFile& file, const std::string& path, ScpTexts& out) {
    const Bytes section = file.sections[10];
    if (section.empty()) return;
    if (section.size() < 4) return damaged(file, 10, path);
    struct Measurement {
        std::size_t place;
        const char* name;
        bool is_duration;
    };
    static constexpr auto kMeasurements = std::to_array<Measurement>(
        {{0, "P", true},         {1, "PR", true},       {2, "QRS", true},  {3, "QT", true},   {4, "Q", true},
         {5, "R", true},         {6, "S", true},        {7, "R'", true},   {8, "S'", true},   {9, "Q", false},
         {10, "R", false},       {11, "S", false},      {12, "R'", false}, {13, "S'", false}, {14, "J", false},
         {15, "P+", false},      {16, "P-", false},     {17, "T+", false}, {18, "T-", false}, {26, "J+20 ms", false},
         {27, "J+60 ms", false}, {28, "J+80 ms", false}});
    std::size_t at = 4;
    for (std::size_t i = 0; i < scp16(section, 0); ++i) {
        if (section.size() - at < 4) return damaged(file, 10, path);
        const std::size_t length = scp16(section, at + 2);
        if (length > section.size() - at - 4) return damaged(file, 10, path);
        std::string line;
        for (const Measurement& measurement : kMeasurements) {
            if (2 * measurement.place + 2 > length) break;
            const int value = scpSigned16(section, at + 4 + 2 * measurement.place);
            // The codes for "not there" lie from 19999 on; zero is what was not measured.
            if (value == 0 || value >= 19'999 || (measurement.is_duration && value < 0)) continue;
            line += (line.empty() ? "" : ", ") + std::string(measurement.name) + ' ' + std::to_string(value) +
                    (measurement.is_duration ? " ms" : " \u00b5V");
        }
        const std::string name = leadOfNumber(static_cast<int>(scp16(section, at)));
        if (!line.empty()) out.say((name.empty() ? "Lead " + std::to_string(i + 1) : name) + ": " + line);
        at += 4 + length;
    }
}

}  // namespace triptych::formats
