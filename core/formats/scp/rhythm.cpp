#include "core/formats/scp/rhythm.h"

#include "core/formats/lead_names.h"
#include "core/formats/scp/bits.h"
#include "core/text/said.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace triptych::formats {
namespace {

constexpr char kHint[] = "export it again from the electrocardiograph";
constexpr std::int64_t kMostDecimation = 16;
constexpr std::size_t kQrs_bytes = 14;
constexpr std::size_t kProtected_bytes = 8;

// Section 5 or 6: amplitudes of every lead, as they are coded.
struct Coded {
    unsigned nanovolts = 0;
    unsigned interval_us = 0;
    int differences = 0;
    bool decimated = false;
    std::vector<std::span<const std::byte>> leads;
};

class Reader {
public:
    Reader(ScpFile& file, const std::string& path) : file_(file), path_(path) {}

    Result<ScpRhythm> read() {
        if (file_.sections[6].empty() && (file_.has_long_ecg || !file_.sections[5].empty())) {
            return fail(ErrorCode::unsupported,
                        file_.has_long_ecg
                            ? text::Said("the ECG is a long one, in section 12, which Triptych does not read")
                            : text::Said("the file holds a reference beat and no rhythm"),
                        path_, kHint);
        }
        if (const auto done = readTables(); !done) return std::unexpected(done.error());
        if (const auto done = readLeads(); !done) return std::unexpected(done.error());
        const auto rhythm = readCoded(6);
        if (!rhythm) return std::unexpected(rhythm.error());
        readQrs();
        if (const auto done = readReference(); !done) return std::unexpected(done.error());
        if (const auto done = decodeRhythm(*rhythm); !done) return std::unexpected(done.error());
        return std::move(out_);
    }

private:
    Result<void> readTables() {
        if (file_.sections[2].empty()) return {};
        auto tables = parseScpTables(file_.sections[2]);
        if (!tables) return bad("section 2 holds no usable Huffman tables");
        tables_ = std::move(*tables);
        return {};
    }

    Result<void> readLeads() {
        const auto section = file_.sections[3];
        if (section.size() < 2) return bad("section 3, which names the leads, is missing");
        const std::size_t count = scp8(section, 0);
        const unsigned flags = scp8(section, 1);
        if (count == 0 || (section.size() - 2) / 9 < count) {
            return bad(text::say("section 3 promises {1} leads and describes {2}", count, (section.size() - 2) / 9));
        }
        subtracted_ = (flags & 1) != 0;
        std::int64_t earliest = INT64_MAX;
        for (std::size_t i = 0; i < count; ++i) {
            ScpLead lead;
            lead.start = scp32(section, 2 + 9 * i);
            const std::int64_t end = scp32(section, 6 + 9 * i);
            lead.number = static_cast<int>(scp8(section, 10 + 9 * i));
            if (end < lead.start) return bad("section 3 gives a lead samples that cannot be");
            counts_from_zero_ = counts_from_zero_ || lead.start == 0;
            earliest = std::min(earliest, lead.start);
            samples_.push_back(end - lead.start + 1);
            out_.leads.push_back(std::move(lead));
        }
        states_no_length_ =
            std::all_of(samples_.begin(), samples_.end(), [](std::int64_t all) { return all == 1; }) && earliest == 0;
        if (states_no_length_) {
            file_.warnings.push_back(
                {"section 3 does not say how many samples the leads have: as many are shown as the file holds", path_});
        } else if (counts_from_zero_) {
            file_.warnings.push_back(
                {"section 3 counts the leads' samples from 0, where the standard counts from 1: the first is taken as "
                 "the recording's beginning",
                 path_});
        }
        // Leads may be taken one after the other, but not with gaps that, together, outweigh all there is.
        const auto most = static_cast<std::int64_t>(file_.bytes.size()) * 8;
        std::int64_t missing = 0;
        for (const ScpLead& lead : out_.leads) {
            missing += lead.start - earliest;
            if (missing > most) return bad("section 3 starts a lead long after the others");
        }
        return {};
    }

    Result<Coded> readCoded(std::size_t id) const {
        const auto section = file_.sections[id];
        const std::size_t lengths = 6 + 2 * out_.leads.size();
        if (section.size() < lengths) {
            return fail(ErrorCode::malformed, text::say("section {1} with the ECG's samples is missing or cut", id),
                        path_, kHint);
        }
        Coded coded;
        coded.nanovolts = scp16(section, 0);
        coded.interval_us = scp16(section, 2);
        coded.differences = static_cast<int>(scp8(section, 4));
        coded.decimated = id == 6 && scp8(section, 5) == 1;
        if (coded.interval_us == 0) return fail(ErrorCode::malformed, "the sampling interval is 0", path_, kHint);
        if (coded.differences > 2) {
            return fail(ErrorCode::malformed,
                        text::say("the samples are coded in a way that there is not ({1})", coded.differences), path_,
                        kHint);
        }
        std::size_t at = lengths;
        for (std::size_t i = 0; i < out_.leads.size(); ++i) {
            const std::size_t length = scp16(section, 6 + 2 * i);
            const std::size_t there = std::min(length, section.size() - at);
            if (there < length && id == 6) {
                file_.warnings.push_back({text::say("section 6 ends within the samples of {1}", leadName(i)), path_});
            }
            coded.leads.push_back(section.subspan(at, there));
            at += there;
        }
        return coded;
    }

    // Section 4. A damaged one is left out where nothing depends on it.
    void readQrs() {
        const auto section = file_.sections[4];
        if (section.size() < 6) return;
        reference_ms_ = scp16(section, 0);
        reference_fiducial_ = scp16(section, 2);
        const std::size_t count = scp16(section, 4);
        const std::size_t with_areas = 6 + count * (kQrs_bytes + kProtected_bytes);
        if (section.size() < 6 + count * kQrs_bytes) {
            file_.warnings.push_back({"section 4 with the QRS complexes is cut and not used", path_});
            return;
        }
        for (std::size_t i = 0; i < count; ++i) {
            const std::size_t at = 6 + i * kQrs_bytes;
            ScpQrs qrs;
            qrs.type = static_cast<int>(scp16(section, at));
            qrs.subtraction_first = scp32(section, at + 2);
            qrs.fiducial = scp32(section, at + 6);
            qrs.subtraction_last = scp32(section, at + 10);
            if (section.size() >= with_areas) {
                const std::size_t area = 6 + count * kQrs_bytes + i * kProtected_bytes;
                qrs.protected_first = scp32(section, area);
                qrs.protected_last = scp32(section, area + 4);
            }
            out_.qrs.push_back(qrs);
        }
    }

    Result<void> readReference() {
        if (file_.sections[5].empty()) {
            if (subtracted_) {
                file_.warnings.push_back(
                    {"the file says that a reference beat was subtracted from its ECG and holds none: the samples are "
                     "shown as they are stored",
                     path_});
            }
            subtracted_ = false;
            return {};
        }
        auto coded = readCoded(5);
        if (!coded) return std::unexpected(coded.error());
        const double samples = reference_ms_ * 1000.0 / coded->interval_us;
        out_.reference_beat_ms = reference_ms_;
        for (std::size_t i = 0; i < out_.leads.size(); ++i) {
            reference_.push_back(decode(coded->leads[i], coded->differences, static_cast<std::size_t>(samples)));
        }
        reference_coded_ = std::move(*coded);
        if (subtracted_ && out_.qrs.empty()) {
            return bad("a reference beat was subtracted from the ECG, and section 4 does not say where");
        }
        return {};
    }

    std::vector<std::int32_t> decode(std::span<const std::byte> bytes, int differences, std::size_t most) const {
        std::vector<std::int32_t> values;
        if (!tables_.empty()) {
            values = decodeScpBits(bytes, tables_, most);
        } else {
            for (std::size_t at = 0; at + 2 <= bytes.size() && values.size() < most; at += 2) {
                values.push_back(scpSigned16(bytes, at));
            }
        }
        undoScpDifferences(values, differences);
        return values;
    }

    // Writers that count from 0 give as the last sample its number, or how many there are. Words say which; codes end
    // in filling bits that may be taken for one sample more, so there the rounder number is believed.
    [[nodiscard]] std::size_t countedFromZero(std::span<const std::byte> bytes, std::size_t wanted) const {
        if (wanted < 2) return wanted;
        if (tables_.empty()) return bytes.size() / 2 == wanted - 1 ? wanted - 1 : wanted;
        return wanted % 10 == 1 ? wanted - 1 : wanted;
    }

    Result<void> decodeRhythm(const Coded& coded) {
        // Section 6 states the interval of what is stored, section 5 the one of the whole, which section 3 counts in.
        const bool knows_whole = reference_coded_ && coded.interval_us % reference_coded_->interval_us == 0;
        const std::int64_t ratio = knows_whole ? coded.interval_us / reference_coded_->interval_us : 1;
        if (coded.decimated && !knows_whole) {
            return fail(ErrorCode::unsupported,
                        "the ECG is decimated outside its QRS complexes, and the file does not say by how much", path_,
                        kHint);
        }
        if (ratio > kMostDecimation) return bad(text::say("the ECG cannot be decimated by {1}", ratio));
        // A reference beat can only be put back into an ECG of its own rate.
        const std::int64_t decimation = coded.decimated || subtracted_ ? ratio : 1;
        const double interval_us = static_cast<double>(coded.interval_us) / static_cast<double>(decimation);
        out_.rate_hz = 1e6 / interval_us;
        std::int32_t rhythm_factor = 1;
        std::int32_t reference_factor = 1;
        out_.nanovolts = coded.nanovolts;
        if (subtracted_) {
            if (reference_coded_->nanovolts == 0 || coded.nanovolts == 0 ||
                reference_coded_->interval_us != static_cast<unsigned>(interval_us)) {
                return bad("the reference beat and the ECG have scales or rates that do not fit together");
            }
            const unsigned common = std::gcd(reference_coded_->nanovolts, coded.nanovolts);
            rhythm_factor = static_cast<std::int32_t>(coded.nanovolts / common);
            reference_factor = static_cast<std::int32_t>(reference_coded_->nanovolts / common);
            out_.nanovolts = common;
        }
        for (std::size_t i = 0; i < out_.leads.size(); ++i) {
            ScpLead& lead = out_.leads[i];
            auto wanted = static_cast<std::size_t>(samples_[i]);
            // Words are counted; codes last until their bits end.
            if (states_no_length_) {
                wanted = tables_.empty() ? coded.leads[i].size() / 2 : 8 * coded.leads[i].size();
                wanted = std::max<std::size_t>(wanted, 1);
            } else if (lead.start == 0) {
                wanted = countedFromZero(coded.leads[i], wanted);
            }
            lead.values = decode(coded.leads[i], coded.differences, wanted);
            if (decimation > 1) {
                lead.values = expanded(lead, decimation, wanted, coded.decimated);
            } else if (ratio > 1 && lead.values.size() < wanted) {
                wanted /= static_cast<std::size_t>(ratio);
                lead.start = (lead.start - 1) / ratio + 1;
                out_.positions_per_sample = ratio;
                lead.values.resize(std::min(lead.values.size(), wanted));
            }
            if (lead.values.size() < wanted && !states_no_length_) {
                file_.warnings.push_back(
                    {text::say("the file promises {1} samples of {2} and holds {3}, which are shown", wanted,
                               leadName(i), lead.values.size()),
                     path_});
            }
            if (subtracted_) addReference(lead, reference_[i], rhythm_factor, reference_factor);
        }
        if (std::all_of(out_.leads.begin(), out_.leads.end(),
                        [](const ScpLead& lead) { return lead.values.empty(); })) {
            return fail(ErrorCode::empty, "not one sample of the ECG can be decoded", path_, kHint);
        }
        static constexpr std::array kOrders = {"", ", first differences", ", second differences"};
        out_.coding = std::string(tables_.empty() ? "16 bits" : "Huffman") +
                      kOrders[static_cast<std::size_t>(coded.differences)] + (subtracted_ ? ", reference beat" : "") +
                      (decimation > 1 ? ", decimated" : "");
        return {};
    }

    // Of each of a lead's first `count` samples, whether it lies in a protected area; areas may overlap.
    [[nodiscard]] std::vector<bool> protectedIn(const ScpLead& lead, std::size_t count) const {
        std::vector<int> steps(count + 1, 0);
        const auto size = static_cast<std::int64_t>(count);
        for (const ScpQrs& qrs : out_.qrs) {
            const std::int64_t first = std::clamp<std::int64_t>(qrs.protected_first - lead.start, 0, size);
            const std::int64_t end = std::clamp<std::int64_t>(qrs.protected_last - lead.start + 1, 0, size);
            if (qrs.protected_first < 1 || first >= end) continue;
            ++steps[static_cast<std::size_t>(first)];
            --steps[static_cast<std::size_t>(end)];
        }
        std::vector<bool> areas(count);
        int depth = 0;
        for (std::size_t i = 0; i < count; ++i) areas[i] = (depth += steps[i]) > 0;
        return areas;
    }

    // Outside protected areas a stored value is the mean of `decimation` samples, fewer before an area begins. It is
    // put in the middle of them, and straight lines connect the middles with each other and with the areas.
    std::vector<std::int32_t> expanded(const ScpLead& lead, std::int64_t decimation, std::size_t wanted,
                                       bool has_areas) const {
        std::vector<std::int32_t> out;
        double before_at = 0;  // the last known point
        std::optional<double> before;
        const auto drawTo = [&](double at, double value, std::int64_t end) {
            while (static_cast<std::int64_t>(out.size()) < end) {
                const auto x = static_cast<double>(out.size());
                const double y = before && at > before_at
                                     ? *before + (value - *before) * std::min(1.0, (x - before_at) / (at - before_at))
                                     : value;
                out.push_back(static_cast<std::int32_t>(std::lround(y)));
            }
            before_at = at;
            before = value;
        };
        std::size_t next = 0;
        std::int64_t at = 0;  // of the lead's samples, from 0: those before it are spoken for
        const auto count =
            std::min(static_cast<std::int64_t>(wanted), static_cast<std::int64_t>(lead.values.size()) * decimation);
        std::vector<bool> areas(static_cast<std::size_t>(count));
        if (has_areas) areas = protectedIn(lead, areas.size());
        const auto isProtected = [&areas](std::int64_t sample) { return areas[static_cast<std::size_t>(sample)]; };
        while (at < count && next < lead.values.size()) {
            const auto value = static_cast<double>(lead.values[next++]);
            if (isProtected(at)) {
                drawTo(static_cast<double>(at), value, at + 1);
                ++at;
                continue;
            }
            std::int64_t width = 1;
            while (width < decimation && at + width < count && !isProtected(at + width)) ++width;
            const double middle = static_cast<double>(at) + static_cast<double>(width - 1) / 2;
            drawTo(middle, value, static_cast<std::int64_t>(std::floor(middle)) + 1);
            at += width;
        }
        if (before) drawTo(before_at, *before, at);
        return out;
    }

    // EN 1064 §5.7: the reference beat's fiducial point lies on the complex's, both counted from 1.
    void addReference(ScpLead& lead, const std::vector<std::int32_t>& reference, std::int32_t rhythm_factor,
                      std::int32_t reference_factor) const {
        for (std::int32_t& value : lead.values) {
            value = static_cast<std::int32_t>(static_cast<std::uint32_t>(value) *
                                              static_cast<std::uint32_t>(rhythm_factor));
        }
        // Complexes hardly overlap; a file where they do so manyfold only wants to keep us busy.
        auto left = static_cast<std::int64_t>(lead.values.size()) * 4;
        for (const ScpQrs& qrs : out_.qrs) {
            if (qrs.type != 0 || left < 0) continue;
            const std::int64_t beat_start = qrs.fiducial - reference_fiducial_ + 1;
            const std::int64_t first = std::max({qrs.subtraction_first, lead.start, beat_start});
            const std::int64_t last =
                std::min({qrs.subtraction_last, lead.start + static_cast<std::int64_t>(lead.values.size()) - 1,
                          beat_start + static_cast<std::int64_t>(reference.size()) - 1});
            left -= std::max<std::int64_t>(last - first + 1, 0);
            for (std::int64_t sample = first; sample <= last; ++sample) {
                std::int32_t& value = lead.values[static_cast<std::size_t>(sample - lead.start)];
                const auto beat = static_cast<std::uint32_t>(reference[static_cast<std::size_t>(sample - beat_start)]);
                value = static_cast<std::int32_t>(static_cast<std::uint32_t>(value) +
                                                  beat * static_cast<std::uint32_t>(reference_factor));
            }
        }
    }

    [[nodiscard]] std::string leadName(std::size_t index) const {
        const std::string name = leadOfNumber(out_.leads[index].number);
        return name.empty() ? "lead " + std::to_string(index + 1) : name;
    }

    [[nodiscard]] std::unexpected<Error> bad(text::Said what) const {
        return fail(ErrorCode::malformed, text::say("the file breaks EN 1064: {1}", what), path_, kHint);
    }

    ScpFile& file_;
    const std::string& path_;
    ScpRhythm out_;
    std::vector<ScpTable> tables_;       // none: samples are words
    std::vector<std::int64_t> samples_;  // of each lead, as promised
    bool subtracted_ = false;
    bool counts_from_zero_ = false;
    bool states_no_length_ = false;  // from 0 to 0, of every lead
    double reference_ms_ = 0;
    std::int64_t reference_fiducial_ = 0;
    std::vector<std::vector<std::int32_t>> reference_;
    std::optional<Coded> reference_coded_;
};

}  // namespace

Result<ScpRhythm> readScpRhythm(ScpFile& file, const std::string& path) {
    return Reader(file, path).read();
}

}  // namespace triptych::formats
