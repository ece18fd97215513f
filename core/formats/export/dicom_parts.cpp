#include "core/formats/export/dicom_parts.h"

#include "core/formats/export/parts.h"
#include "core/formats/lead_names.h"
#include "core/text/numbers.h"

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcdatset.h>
#include <dcmtk/dcmdata/dcdeftag.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace triptych::formats {

void putText(DcmItem& item, const DcmTagKey& tag, const std::string& text) {
    if (text.empty()) {
        item.insertEmptyElement(tag);
    } else {
        item.putAndInsertString(tag, text.c_str());
    }
}

DcmItem& addItem(DcmItem& item, const DcmTagKey& sequence) {
    DcmItem* added = nullptr;
    item.findOrCreateSequenceItem(sequence, added, -2);
    if (added == nullptr) throw std::bad_alloc();
    return *added;
}

void putCode(DcmItem& item, const DcmTagKey& sequence, const std::string& value, const std::string& scheme,
             const std::string& meaning) {
    DcmItem& code = addItem(item, sequence);
    putText(code, DCM_CodeValue, value);
    putText(code, DCM_CodingSchemeDesignator, scheme);
    putText(code, DCM_CodeMeaning, meaning);
}

std::string shortText(const std::string& text, std::size_t letters) {
    std::string line = oneLine(text);
    std::replace(line.begin(), line.end(), '\\', '/');
    std::size_t end = 0;
    for (std::size_t count = 0; end < line.size() && count < letters; ++count) {
        do ++end;
        while (end < line.size() && (static_cast<unsigned char>(line[end]) & 0xc0) == 0x80);
    }
    return line.substr(0, end);
}

std::string decimalString(double value) {
    constexpr std::size_t kWidest = 16;
    for (int digits = 17; digits > 1; --digits) {
        std::string text = text::generalText(value, digits);
        if (text.size() <= kWidest) return text;
    }
    return "0";
}

std::string newUid() {
    // 122 bits of chance as a version 4 UUID, written as one decimal number.
    std::random_device chance;
    std::uint32_t words[4] = {chance(), chance(), chance(), chance()};
    words[1] = (words[1] & 0xffff0fff) | 0x00004000;
    words[2] = (words[2] & 0x3fffffff) | 0x80000000;
    std::string digits;
    for (bool is_zero = false; !is_zero;) {
        std::uint64_t rest = 0;
        is_zero = true;
        for (std::uint32_t& word : words) {
            const std::uint64_t value = rest << 32 | word;
            word = static_cast<std::uint32_t>(value / 10);
            rest = value % 10;
            is_zero = is_zero && word == 0;
        }
        digits.insert(digits.begin(), static_cast<char>('0' + rest));
    }
    return "2.25." + digits;
}

std::string codeOfLead(const std::string& name) {
    constexpr int kLastNumber = 184;
    for (int number = 1; number <= kLastNumber; ++number) {
        if (leadOfNumber(number) == name) return "2:" + std::to_string(number);
    }
    return {};
}

std::int16_t DicomLead::word(std::int32_t integer) const {
    if (integer == kMissingSample) return kDicomPadding;
    double value = static_cast<double>(static_cast<std::int64_t>(integer) - shift);
    if (divisor > 1) value = std::nearbyint(value / divisor);
    return static_cast<std::int16_t>(std::clamp(value, -32767.0, 32767.0));
}

DicomLead dicomLead(const ExportLead& source) {
    constexpr std::int64_t kSpan = 2 * 32767;
    DicomLead lead;
    lead.source = source;
    const std::int64_t span = std::int64_t{source.highest} - source.lowest;
    if (span > kSpan) lead.divisor = std::ceil(static_cast<double>(span) / static_cast<double>(kSpan));
    // Programs read Channel Baseline in two ways: where the samples have room for it, there is none.
    const double zero = std::nearbyint(source.baseline);
    if (lead.divisor == 1 && source.lowest - zero >= -32767 && source.highest - zero <= 32767) {
        lead.shift = static_cast<std::int64_t>(zero);
    } else if (lead.divisor > 1 || source.lowest < -32767 || source.highest > 32767) {
        lead.shift = (std::int64_t{source.lowest} + source.highest) / 2;
    }
    return lead;
}

}  // namespace triptych::formats
