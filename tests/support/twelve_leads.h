// A 12-lead recording as a table, whose leads have known means: what a model of whole recordings is asked about.
#pragma once

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numbers>
#include <string>

namespace triptych::test {

inline constexpr const char* kTwelveLeadNames = "I,II,III,aVR,aVL,aVF,V1,V2,V3,V4,V5,V6";

inline double meanOfLead(std::size_t lead) {
    return 0.1 * static_cast<double>(lead % 5) - 0.2;
}
// Millivolts: the mean, and beats of 1 s around it that add nothing to it.
inline double twelveLeadsAt(std::size_t lead, double time_s) {
    return meanOfLead(lead) + 0.3 * std::sin(2 * std::numbers::pi * time_s) +
           0.5 * std::sin(2 * std::numbers::pi * 8 * time_s);
}

// A whole number of seconds at 500 Hz.
inline void writeTwelveLeads(const std::filesystem::path& csv, int seconds) {
    std::ofstream out(csv);
    out << "time (s)";
    std::string names = kTwelveLeadNames;
    for (std::size_t at = 0; at != std::string::npos;) {
        const std::size_t end = names.find(',', at);
        out << ',' << names.substr(at, end == std::string::npos ? end : end - at) << " (mV)";
        at = end == std::string::npos ? end : end + 1;
    }
    out << '\n';
    const auto write = [&out](double value) {
        char cell[32];
        out.write(cell, std::to_chars(cell, cell + sizeof cell, value, std::chars_format::fixed, 6).ptr - cell);
    };
    for (int i = 0; i < seconds * 500; ++i) {
        write(i / 500.0);
        for (std::size_t lead = 0; lead < 12; ++lead) {
            out << ',';
            write(twelveLeadsAt(lead, i / 500.0));
        }
        out << '\n';
    }
}

}  // namespace triptych::test
