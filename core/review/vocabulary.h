// Vocabularies: a JSON file of labels of one's own beside WFDB's, in the settings folder for everything that a reader
// reads, and beside a project for those who work on it. docs/log.md has the format.
#pragma once

#include "core/domain/error.h"
#include "core/domain/own_labels.h"

#include <string>
#include <string_view>
#include <vector>

namespace triptych::review {

inline constexpr std::string_view kVocabularySuffix = ".vocabulary.json";
inline constexpr std::size_t kMostLabels = 64;  // of one file

// Labels in the order of the text. Errors, each naming the label that it is about: malformed (no JSON, no vocabulary, a
// letter that is WFDB's or none, a letter or name twice, a colour or a WFDB letter that is none), too_large.
[[nodiscard]] Result<std::vector<OwnLabel>> parseVocabulary(std::string_view json, const std::string& where);
// Errors: those of parseVocabulary, and of reading.
[[nodiscard]] Result<std::vector<OwnLabel>> readVocabulary(const std::string& path);
// As parseVocabulary reads it.
[[nodiscard]] std::string vocabularyText(const std::vector<OwnLabel>& labels);

// "~/.config/Triptych/vocabulary.json"; empty where there is no home.
[[nodiscard]] std::string ownVocabularyPath();
// "study.vocabulary.json" for "study.triptych-project".
[[nodiscard]] std::string vocabularyBeside(const std::string& project);

struct VocabularyFile {
    std::string path;
    bool is_there = false;
    std::vector<OwnLabel> labels;
};
struct Vocabulary {
    std::vector<VocabularyFile> files;  // the settings folder's, then the project's
    std::vector<OwnLabel> labels;       // of both; of a letter or a name that both have the project's
    std::vector<Warning> warnings;      // files that cannot be taken, and why; the other is
};
// `project` empty: the reader's own.
[[nodiscard]] Vocabulary vocabularyFor(const std::string& project);
// The same, in force from here on in the whole process. What labels of a letter that is not in it are called then
// stands in core/domain/own_labels.h.
Vocabulary useVocabulary(const std::string& project);

// Checks the file at `from` and writes it where `project`'s vocabulary lies (empty: the settings folder). Returns
// where. Errors: those of readVocabulary and of writing; refused (one is there, and `replace` is false).
[[nodiscard]] Result<std::string> installVocabulary(const std::string& from, const std::string& project, bool replace);

}  // namespace triptych::review
