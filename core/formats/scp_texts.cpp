#include "core/formats/scp_texts.h"

#include "core/formats/lead_names.h"
#include "core/formats/text.h"

#include <array>
#include <cstdio>

namespace triptych::formats {
namespace {

using Bytes = std::span<const std::byte>;

constexpr int kNotComputed = 29'999;  // EN 1064 §5.10.2: of any measurement
constexpr std::size_t kMostComments = 200;

std::string textIn(Bytes bytes) {
    const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    return asUtf8(trimmed(raw.substr(0, raw.find('\0'))));
}

class Texts {
public:
    Texts(ScpFile& file, const std::string& path) : file_(file), path_(path) {}

    ScpTexts read() {
        patient();
        measurements();
        statements(8, "Interpretation");
        statements(11, "Statement");
        leadMeasurements();
        return std::move(out_);
    }

private:
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
            if (!line.empty()) say(line);
        }
        if (!name.empty()) out_.comments.insert(out_.comments.begin(), "Patient: " + name);
        if (!date.empty() && !time.empty()) out_.start = date + 'T' + time + zone;
    }

    static std::string lineOf(unsigned tag, Bytes value) {
        const auto text = [&value](const char* what) {
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
            case 30:
                return text("Note: ");
            case 35:
                return text("History: ");
            default:
                return {};
        }
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

    // Section 7: mean intervals, then for each reference beat the limits of its waves in ms and their axes in degrees.
    void measurements() {
        const Bytes section = file_.sections[7];
        if (section.empty()) return;
        if (section.size() < 6) return damaged(7);
        const std::size_t blocks = scp8(section, 0);
        const auto known = [](int value) { return value != kNotComputed && value != 0xffff; };
        if (const int rr = static_cast<int>(scp16(section, 2)); known(rr) && rr > 0) {
            say("RR: " + std::to_string(rr) + " ms");
        }
        if (const int pp = static_cast<int>(scp16(section, 4)); known(pp) && pp > 0) {
            say("PP: " + std::to_string(pp) + " ms");
        }
        if (section.size() < 6 + blocks * 16) return damaged(7);
        for (std::size_t i = 0; i < blocks; ++i) {
            const Bytes block = section.subspan(6 + i * 16, 16);
            std::string line;
            const auto add = [&line](const std::string& part) { line += (line.empty() ? "" : ", ") + part; };
            const auto wave = [&](const char* name, std::size_t from, std::size_t to) {
                const auto onset = static_cast<int>(scp16(block, from));
                const auto end = static_cast<int>(scp16(block, to));
                if (known(onset) && known(end) && end > onset) {
                    add(std::string(name) + ' ' + std::to_string(end - onset) + " ms");
                }
            };
            wave("P", 0, 2);
            wave("PR", 0, 4);
            wave("QRS", 4, 6);
            wave("QT", 4, 8);
            const auto axis = [&](const char* name, std::size_t at) {
                const int degrees = scpSigned16(block, at);
                if (std::abs(degrees) <= 180) add(std::string(name) + " axis " + std::to_string(degrees) + "°");
            };
            axis("P", 10);
            axis("QRS", 12);
            axis("T", 14);
            if (!line.empty()) say("Reference beat " + std::to_string(i) + ": " + line);
        }
    }

    // Sections 8 and 11: status, date and time, the number of statements, then each with its number and length. In
    // section 11 a statement begins with its kind (coded, text, ...), and its parts end with zeros.
    void statements(std::size_t id, const char* what) {
        const Bytes section = file_.sections[id];
        if (section.empty()) return;
        if (section.size() < 9) return damaged(id);
        const std::size_t count = scp8(section, 8);
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
            if (!line.empty()) say(std::string(what) + ": " + line);
        }
    }

    // Section 10: for each lead durations in ms, the first four of some thirty measurements.
    void leadMeasurements() {
        const Bytes section = file_.sections[10];
        if (section.empty()) return;
        if (section.size() < 4) return damaged(10);
        static constexpr std::array kNames = {"P", "PR", "QRS", "QT"};
        std::size_t at = 4;
        for (std::size_t i = 0; i < scp16(section, 0); ++i) {
            if (section.size() - at < 4) return damaged(10);
            const std::size_t length = scp16(section, at + 2);
            if (length > section.size() - at - 4) return damaged(10);
            std::string line;
            for (std::size_t k = 0; k < kNames.size() && 2 * k + 2 <= length; ++k) {
                const int value = scpSigned16(section, at + 4 + 2 * k);
                if (value <= 0 || value >= 19'999) continue;  // the codes for "not there" lie from there on
                line += (line.empty() ? "" : ", ") + std::string(kNames[k]) + ' ' + std::to_string(value) + " ms";
            }
            const std::string name = leadOfNumber(static_cast<int>(scp16(section, at)));
            if (!line.empty()) say((name.empty() ? "Lead " + std::to_string(i + 1) : name) + ": " + line);
            at += 4 + length;
        }
    }

    void say(std::string line) {
        if (out_.comments.size() < kMostComments) out_.comments.push_back(std::move(line));
    }

    void damaged(std::size_t id) {
        file_.warnings.push_back({"section " + std::to_string(id) + " is damaged and read in part", path_});
    }

    ScpFile& file_;
    const std::string& path_;
    ScpTexts out_;
};

}  // namespace

ScpTexts readScpTexts(ScpFile& file, const std::string& path) {
    return Texts(file, path).read();
}

}  // namespace triptych::formats
