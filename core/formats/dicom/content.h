// What a DICOM waveform object says of itself, in plain values (PS3.3 C.10.9 Waveform Module, C.10.10 Waveform
// Annotation Module). DCMTK reads it, in dicom_content.cpp alone.
#pragma once

#include "core/domain/error.h"
#include "core/domain/patient_header.h"
#include "core/formats/dicom/guard.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace triptych::formats {

// A coded concept: ("5.6.3-9-1", "SCPECG", "Lead I").
struct DicomCode {
    std::string value;
    std::string scheme;
    std::string meaning;
};

struct DicomChannel {
    DicomCode source;
    std::string label;
    std::vector<DicomCode> modifiers;
    std::optional<double> sensitivity;  // units per stored unit
    double correction = 1;
    double baseline = 0;  // units, of a stored value of 0
    DicomCode unit;
    double skew_s = 0;
    double skew_samples = 0;
    int bits_stored = 0;
};

struct DicomGroup {
    std::string label;        // "RHYTHM", "MEDIAN BEAT"
    std::string originality;  // "ORIGINAL", "DERIVED"
    int channels = 0;
    std::int64_t samples = 0;  // of a channel
    double rate_hz = 0;
    double offset_ms = 0;
    int bits_allocated = 0;
    std::string interpretation;            // "SS"
    std::optional<std::uint32_t> padding;  // its lowest bits as stored
    std::vector<DicomChannel> definitions;
};

// Group and element.
struct DicomTag {
    std::uint16_t group = 0, element = 0;
};

// A private element of our annotations, who made them (PS3.5 §7.8.1).
inline constexpr std::string_view kDicomCreator = "TRIPTYCH";
inline constexpr DicomTag kDicomPrivateCreator{0x0071, 0x0010}, kDicomAnnotator{0x0071, 0x1001};

struct DicomNote {
    std::string text;
    DicomCode concept_name;
    DicomCode concept_value;
    std::string value;
    DicomCode unit;
    std::vector<std::pair<int, int>> channels;  // (group, channel), from 1; channel 0 means all
    std::vector<std::int64_t> positions;        // samples, from 1
    std::vector<double> offsets_ms;
    std::string annotator;  // as our own exports name it
    int set = 0;            // notes of one number belong together
};

struct DicomContent {
    std::optional<std::string> start;   // ISO 8601
    std::vector<std::string> comments;  // patient, device, institution
    PatientHeader header;               // without figures and statements, which are notes
    std::vector<DicomGroup> groups;     // in the order of DicomLayout::samples
    std::vector<DicomNote> notes;
};

// Texts are UTF-8. Errors: malformed, io_failed.
[[nodiscard]] Result<DicomContent> readDicomContent(const DicomLayout& layout);

}  // namespace triptych::formats
