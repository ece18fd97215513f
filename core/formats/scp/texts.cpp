#include "core/formats/scp/texts.h"

#include "core/formats/scp/measurements.h"
#include "core/text/numbers.h"
#include "core/text/said.h"
#include "core/text/unicode.h"
#include "core/text/words.h"

#include <algorithm>
#include <array>
#include <cstdio>

namespace triptych::formats {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::size_t kMostComments = 200;

// The language code in tag 14 (EN 1064 §5.4.5), as iconv names the set; nullptr for ASCII, Latin-1 and what is unknown.
const char* charsetOf(unsigned language) {
    switch (language) {
        case 0x03:
            return "ISO-8859-2";
        case 0x0b:
            return "ISO-8859-4";
        case 0x13:
            return "ISO-8859-5";
        case 0x1b:
            return "ISO-8859-6";
        case 0x23:
            return "ISO-8859-7";
        case 0x2b:
            return "ISO-8859-8";
        case 0x33:
            return "ISO-8859-11";
        case 0x3b:
            return "ISO-8859-15";
        case 0x17:
            return "EUC-JP";
        case 0x27:
            return "GB2312";
        case 0x37:
            return "EUC-KR";
        default:
            return nullptr;
    }
}

class Texts {
public:
    Texts(ScpFile& file, const std::string& path) : file_(file), path_(path) {}

    ScpTexts read() {
        findCharset();
        patient();
        readScpGlobalMeasurements(file_, path_, out_);
        statements(8, "Interpretation");
        makersDiagnosis();
        statements(11, "Statement");
        readScpLeadMeasurements(file_, path_, out_);
        return std::move(out_);
    }

private:
    std::string textIn(Bytes bytes) const {
        const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const std::string_view text = text::trimmed(raw.substr(0, raw.find('\0')));
        if (charset_ != nullptr) {
            if (auto converted = text::utf8From(charset_, text)) return *converted;
        }
        return text::asUtf8(text);
    }

    // It stands behind the names that are written in it.
    void findCharset() {
        constexpr std::size_t kLanguageAt = 16;
        const Bytes section = file_.sections[1];
        for (std::size_t at = 0; at + 3 <= section.size() && scp8(section, at) != 255;) {
            const std::size_t length = scp16(section, at + 1);
            if (length > section.size() - at - 3) return;
            if (scp8(section, at) == 14 && length > kLanguageAt)
                charset_ = charsetOf(scp8(section, at + 3 + kLanguageAt));
            at += 3 + length;
        }
    }

    // Section 1: tag, length, value; 255 ends it.
    void patient() {
        const Bytes section = file_.sections[1];
        std::string date;
        std::string time;
        std::string zone;
        std::string name;
        for (std::size_t at = 0; at + 3 <= section.size() && scp8(section, at) != 255;) {
            const unsigned tag = scp8(section, at);
            const std::size_t length = scp16(section, at + 1);
            if (length > section.size() - at - 3) return damaged(1);
            const Bytes value = section.subspan(at + 3, length);
            at += 3 + length;
            if (tag == 0 || tag == 1) {
                if (const std::string part = textIn(value); !part.empty()) name += (name.empty() ? "" : ", ") + part;
                continue;
            }
            if (tag == 25) date = dateOf(value);
            if (tag == 26) time = timeOf(value);
            if (tag == 34) zone = zoneOf(value);
            const std::string line = lineOf(tag, value);
            if (line.empty()) continue;
            keep(tag, line.substr(line.find(": ") + 2));
            if (tag == 5) out_.header.person.birth_date = dateOf(value);
            say(line);
        }
        out_.header.person.name = name;
        if (!name.empty()) out_.comments.insert(out_.comments.begin(), "Patient: " + name);
        if (!date.empty() && !time.empty()) out_.start = date + 'T' + time + zone;
    }

    void keep(unsigned tag, const std::string& said) {
        PatientHeader& header = out_.header;
        if (tag == 2) header.person.id = said;
        if (tag == 4) header.person.age = said;
        if (tag == 8) header.person.sex = said;
        if (tag == 14) header.device = said;
        if (tag == 16) header.institution = said;
        if (tag == 22) header.operator_name = said;
    }

    std::string lineOf(unsigned tag, Bytes value) const {
        const auto text = [this, &value](const char* what) {
            const std::string content = textIn(value);
            return content.empty() ? "" : what + content;
        };
        const auto measured = [&value](const char* what, std::span<const char* const> units) -> std::string {
            if (value.size() < 3 || scp16(value, 0) == 0) return {};
            const unsigned unit = scp8(value, 2);
            return what + std::to_string(scp16(value, 0)) + (unit < units.size() ? units[unit] : "");
        };
        static constexpr std::array kAges = {"", " years", " months", " weeks", " days", " hours"};
        static constexpr std::array kHeights = {"", " cm", " inches", " mm"};
        static constexpr std::array kWeights = {"", " kg", " g", " pounds", " ounces"};
        static constexpr std::array kSexes = {"", "male", "female"};
        switch (tag) {
            case 2:
                return text("Patient ID: ");
            case 4:
                return measured("Age: ", kAges);
            case 5: {
                const std::string date = dateOf(value);
                return date.empty() ? "" : "Born: " + date;
            }
            case 6:
                return measured("Height: ", kHeights);
            case 7:
                return measured("Weight: ", kWeights);
            case 8:
                return !value.empty() && (scp8(value, 0) == 1 || scp8(value, 0) == 2)
                           ? std::string("Sex: ") + kSexes[scp8(value, 0)]
                           : "";
            case 10:
                return value.size() > 3 ? [&] {
                    const std::string drug = textIn(value.subspan(3));
                    return drug.empty() ? "" : "Drug: " + drug;
                }()
                                        : "";
            case 11:
                return value.size() >= 2 && scp16(value, 0) > 0
                           ? "Systolic pressure: " + std::to_string(scp16(value, 0)) + " mmHg"
                           : "";
            case 12:
                return value.size() >= 2 && scp16(value, 0) > 0
                           ? "Diastolic pressure: " + std::to_string(scp16(value, 0)) + " mmHg"
                           : "";
            case 13:
                return text("Referral: ");
            case 14:
                return recorderOf(value);
            case 16:
                return text("Institution: ");
            case 18:
                return text("Department: ");
            case 20:
                return text("Referring physician: ");
            case 21:
                return text("Confirming physician: ");
            case 22:
                return text("Technician: ");
            case 27:
                // Hundredths of a hertz.
                return value.size() >= 2 && scp16(value, 0) > 0
                           ? "High-pass filter: " + text::shortestText(scp16(value, 0) / 100.0) + " Hz"
                           : "";
            case 28:
                return value.size() >= 2 && scp16(value, 0) > 0
                           ? "Low-pass filter: " + std::to_string(scp16(value, 0)) + " Hz"
                           : "";
            case 30:
                return text("Note: ");
            case 35:
                return text("History: ");
            default:
                return {};
        }
    }

    // Tag 14: numbers, the model's name in six letters, languages, mains frequency; behind its 36th byte texts that end
    // with zeros, of which the last is the maker's name.
    std::string recorderOf(Bytes value) const {
        if (value.size() < 14) return {};
        std::string name = textIn(value.subspan(8, 6));
        constexpr std::size_t kTexts = 36;
        constexpr int kMakerAt = 4;  // behind the texts of the program, its serial number and two versions
        std::size_t at = std::min(kTexts, value.size());
        for (int i = 0; i < kMakerAt && at < value.size(); ++i) {
            while (at < value.size() && value[at] != std::byte{0}) ++at;
            ++at;
        }
        if (at < value.size()) {
            const std::string maker = textIn(value.subspan(at));
            if (!maker.empty()) name = maker + (name.empty() ? "" : ' ' + name);
        }
        return name.empty() ? "" : "Recorder: " + name;
    }

    static std::string dateOf(Bytes value) {
        if (value.size() < 4) return {};
        const unsigned year = scp16(value, 0);
        const unsigned month = scp8(value, 2);
        const unsigned day = scp8(value, 3);
        if (year < 1800 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31) return {};
        std::array<char, 16> out{};
        std::snprintf(out.data(), out.size(), "%04u-%02u-%02u", year, month, day);
        return out.data();
    }

    static std::string timeOf(Bytes value) {
        if (value.size() < 3 || scp8(value, 0) > 23 || scp8(value, 1) > 59 || scp8(value, 2) > 59) return {};
        std::array<char, 16> out{};
        std::snprintf(out.data(), out.size(), "%02u:%02u:%02u", scp8(value, 0), scp8(value, 1), scp8(value, 2));
        return out.data();
    }

    // Minutes from UTC; 0x7fff: not known.
    static std::string zoneOf(Bytes value) {
        if (value.size() < 2) return {};
        const int minutes = scpSigned16(value, 0);
        if (minutes < -780 || minutes > 840) return {};
        std::array<char, 16> out{};
        std::snprintf(out.data(), out.size(), "%c%02d:%02d", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                      std::abs(minutes) % 60);
        return out.data();
    }

    // Sections 8 and 11: status, date and time, the number of statements, then each with its number and length. In
    // section 11 a statement begins with its kind (coded, text, ...), and its parts end with zeros.
    void statements(std::size_t id, const char* what) {
        const Bytes section = file_.sections[id];
        if (section.empty()) return;
        if (section.size() < 9) return damaged(id);
        const std::size_t count = scp8(section, 8);
        static constexpr std::array kStates = {"not overread", "confirmed", "overread, not confirmed"};
        if (id == 8 && count > 0 && scp8(section, 0) < kStates.size()) {
            const std::string date = dateOf(section.subspan(1));
            say(std::string("Report: ") + kStates[scp8(section, 0)] + (date.empty() ? "" : ", " + date));
        }
        std::size_t at = 9;
        for (std::size_t i = 0; i < count; ++i) {
            if (section.size() - at < 3) return damaged(id);
            const std::size_t length = scp16(section, at + 1);
            if (length > section.size() - at - 3) return damaged(id);
            Bytes value = section.subspan(at + 3, length);
            at += 3 + length;
            if (id == 11 && !value.empty()) value = value.subspan(1);
            std::string line;
            while (!value.empty()) {
                const std::string part = textIn(value);
                if (!part.empty()) line += (line.empty() ? "" : " ") + part;
                std::size_t end = 0;
                while (end < value.size() && value[end] != std::byte{0}) ++end;
                value = value.subspan(std::min(end + 1, value.size()));
            }
            if (line.empty()) continue;
            say(std::string(what) + ": " + line);
            // Section 11 says in codes what section 8 says in words.
            if (id == 8 || out_.header.statements.empty() || from_section_11_) {
                from_section_11_ = id == 11;
                if (out_.header.statements.size() < kMostComments) out_.header.statements.push_back(line);
            }
        }
    }

    // Section 9 is each maker's own: text is shown, anything else named.
    void makersDiagnosis() {
        const Bytes section = file_.sections[9];
        const std::string_view raw(reinterpret_cast<const char*>(section.data()), section.size());
        const bool is_filling = std::all_of(raw.begin(), raw.end(), [](char byte) { return byte == 0 || byte == ' '; });
        if (is_filling) return;
        const auto isText = [](char byte) {
            const auto code = static_cast<unsigned char>(byte);
            return code >= ' ' ? code != 0x7f : byte == 0 || byte == '\t' || byte == '\r' || byte == '\n';
        };
        const auto isLetter = [](char byte) {
            return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == ' ';
        };
        const auto letters = std::count_if(raw.begin(), raw.end(), isLetter);
        if (!std::all_of(raw.begin(), raw.end(), isText) || 2 * letters < static_cast<std::ptrdiff_t>(raw.size())) {
            say("The maker's own diagnosis (section 9, " + std::to_string(raw.size()) +
                " bytes) is in a form that only the maker knows and is not shown");
            return;
        }
        std::string_view rest = raw;
        while (!rest.empty()) {
            const std::size_t end = std::min(rest.find_first_of(std::string_view("\0\r\n", 3)), rest.size());
            const std::string line = text::asUtf8(text::trimmed(rest.substr(0, end)));
            if (!line.empty()) say("Maker's diagnosis: " + line);
            if (!line.empty() && out_.header.statements.size() < kMostComments) out_.header.statements.push_back(line);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }

    void say(std::string line) { out_.say(std::move(line)); }

    void damaged(std::size_t id) {
        file_.warnings.push_back({text::say("section {1} is damaged and read in part", id), path_});
    }

    ScpFile& file_;
    const std::string& path_;
    const char* charset_ = nullptr;
    bool from_section_11_ = false;  // the header's statements
    ScpTexts out_;
};

}  // namespace

void ScpTexts::measured(std::string name, double value, std::string unit) {
    const auto said = [&name](const DeviceMeasurement& figure) { return figure.name == name; };
    if (std::any_of(header.measurements.begin(), header.measurements.end(), said)) return;
    header.measurements.push_back({std::move(name), value, std::move(unit)});
}

void ScpTexts::say(std::string line) {
    if (comments.size() < kMostComments) comments.push_back(std::move(line));
}

ScpTexts readScpTexts(ScpFile& file, const std::string& path) {
    return Texts(file, path).read();
}

}  // namespace triptych::formats
