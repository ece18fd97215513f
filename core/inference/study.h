// A study makes a table of the papers again, from data and a seed, and writes it as a report. Its plain values, which
// cross the border of the module.
#pragma once

#include "core/inference/study_list.h"
#include "core/text/said.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace triptych::inference {

struct StudyInfo {
    std::string_view name = {};
    const char* describes = "";   // an id of text::translated()
    const char* data = "";        // likewise: what --data is
    std::string_view parts = {};  // what can be done by itself, in the order in which it is done
    std::size_t seeds = 1;        // by default
    int epochs = 0;               // by default; 0: the study's configurations say it
    const char* run = nullptr;    // what --run is, where the study reads a training; else nullptr
};
[[nodiscard]] std::span<const StudyInfo> studyList();
[[nodiscard]] const StudyInfo* findStudy(std::string_view name);
// The words of `parts`.
[[nodiscard]] std::vector<std::string> partsOf(const StudyInfo& info);

struct StudyRequest {
    std::string name;
    std::string data_folder;
    std::string output_folder;       // gets NAME.md, NAME.json, NAME-*.svg, and work/ with what is done
    std::string run_folder;          // a finished training, where the study reads one
    std::vector<std::string> parts;  // none: all
    std::size_t seeds = 0;           // 0: as StudyInfo has it
    int epochs = 0;                  // likewise
    int threads = 1;
    bool fresh = false;  // do again what is done already
};

struct StudyMade {
    std::vector<std::string> files;
    std::string headline;
    std::string markdown;
    std::string json;
};

}  // namespace triptych::inference
