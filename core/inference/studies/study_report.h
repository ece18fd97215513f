// What a study says: its first line, its words, tables and pictures, and the same figures for programs.
#pragma once

#include "core/inference/studies/study_work.h"
#include "core/inference/study.h"
#include "core/statistics/bootstrap.h"

#include <string>
#include <vector>

namespace triptych::inference::studies {

struct StudyTable {
    std::string caption;
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;
};

struct StudyPicture {
    std::string name;  // the file is STUDY-NAME.svg
    std::string caption;
    std::string svg;
};

struct StudySection {
    std::string title;
    std::vector<std::string> words = {};
    std::vector<StudyTable> tables = {};
    std::vector<StudyPicture> pictures = {};
};

struct StudyReport {
    std::string name, title;
    std::string headline;            // the first line beneath the title
    std::vector<std::string> words;  // who was right, by how much, how sure
    std::vector<StudySection> sections;
    std::string command;  // that makes it again
    double seconds = 0;   // of computing
    Json figures;         // for the JSON
};

[[nodiscard]] std::string markdownOf(const StudyReport& report);
[[nodiscard]] Json jsonOf(const StudyReport& report);
// NAME.md, NAME.json and the pictures, each whole or not at all. Errors: those of files::writeFile().
[[nodiscard]] Result<StudyMade> writeReport(const std::string& folder, const StudyReport& report);

// "93.1 [90.2, 95.5]" of a share, in per cent; of any figure, as it is.
[[nodiscard]] std::string inPercent(const statistics::Interval& figure, int decimals = 1);
[[nodiscard]] std::string asIs(const statistics::Interval& figure, int decimals = 2);
// "+1.2 [-0.3, +2.7]": points of a difference of shares.
[[nodiscard]] std::string inPoints(const statistics::Interval& figure, int decimals = 1);
[[nodiscard]] std::string signedText(double value, int decimals);
[[nodiscard]] Json toJson(const statistics::Interval& figure);
// Null where it is none.
[[nodiscard]] Json numberOf(double value);

}  // namespace triptych::inference::studies
