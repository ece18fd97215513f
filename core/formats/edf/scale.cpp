#include "core/formats/edf/scale.h"

#include "core/text/numbers.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace triptych::formats {
namespace {

constexpr std::size_t kField = 8;
constexpr std::int64_t kTried = 2'000;             // ends of the range that are tried for a short decimal
constexpr double kExact_steps = 1e-9;              // nearer than that is exact
constexpr double kGood_steps = 1e-3;               // over 65,536 steps: no value is off by more
constexpr double kLargestRecord_samples = 30'000;  // EDF+ advises 61,440 bytes at most

double valueOf(const std::string& text) {
    return text::wholeNumber<double>(text).value_or(0);
}

struct End {
    std::int64_t digital = 0;
    std::string physical;
    double error_steps = INFINITY;
};

// The end of the range, between `inner` and `outer`, that eight characters say best: some next to the outer, some half
// way, a quarter, ..., for smaller numbers have more decimals.
End bestEnd(std::int64_t inner, std::int64_t outer, double gain, double baseline) {
    End best;
    const std::int64_t step = outer > inner ? -1 : 1;
    for (std::int64_t room = outer - inner;; room /= 2) {
        std::int64_t digital = inner + room;
        for (int tried = 0; tried < kTried; ++tried, digital += step) {
            const double exact = (static_cast<double>(digital) - baseline) / gain;
            if (const auto text = numberInField(exact, kField)) {
                const double error = std::abs(valueOf(*text) - exact) * gain;
                if (error < best.error_steps) best = {digital, *text, error};
            }
            if (best.error_steps < kExact_steps || digital == inner) break;
        }
        if (best.error_steps < kExact_steps || room == 0) return best;
    }
}

}  // namespace

std::optional<std::string> numberInField(double value, std::size_t width) {
    if (!(std::abs(value) < 1e15)) return std::nullopt;
    const auto whole = static_cast<int>(text::fixedText(value, 0).size());
    for (int decimals = std::max(static_cast<int>(width) - whole - 1, 0); decimals >= 0; --decimals) {
        std::string out = text::decimalText(value, decimals);
        if (out.size() <= width) return out;
    }
    return std::nullopt;
}

EdfScale edfScaleFor(double gain, double baseline, DigitalRange used, DigitalRange allowed, const std::string& unit) {
    struct Unit {
        const char* name;
        double per_millivolt;
    };
    constexpr std::array kUnits = {Unit{"uV", 1e3}, Unit{"mV", 1}, Unit{"nV", 1e6}, Unit{"V", 1e-3}};
    EdfScale best;
    best.error_steps = INFINITY;
    for (const Unit& candidate : kUnits) {
        const bool is_voltage = unit == "mV";
        const double per_step = is_voltage ? gain / candidate.per_millivolt : gain;
        const End low = bestEnd(std::min<std::int64_t>(used.lowest, -1), allowed.lowest, per_step, baseline);
        const End high = bestEnd(std::max<std::int64_t>(used.highest, 1), allowed.highest, per_step, baseline);
        const double error = std::max(low.error_steps, high.error_steps);
        if (error < best.error_steps && low.physical != high.physical) {
            best = {low.digital, high.digital, low.physical, high.physical, is_voltage ? candidate.name : unit, error};
        }
        if (best.error_steps < kGood_steps || !is_voltage) break;
    }
    return best;
}

std::optional<EdfRecordLength> recordLengthFor(double frame_rate_hz, double samples_in_second) {
    std::optional<EdfRecordLength> best;
    const auto consider = [&](double frames) {
        const double duration_s = frames / frame_rate_hz;
        const auto text = numberInField(duration_s, kField);
        if (!text || !(valueOf(*text) > 0)) return;
        const double error = std::abs(valueOf(*text) / duration_s - 1);
        if (!best || error < best->error) best = EdfRecordLength{*text, duration_s, error};
    };
    // A second where that is a whole number of frames, else up to so many as make no record too large.
    const double in_second = std::round(frame_rate_hz);
    if (in_second >= 1 && std::abs(frame_rate_hz - in_second) < 1e-9 * frame_rate_hz &&
        samples_in_second <= kLargestRecord_samples) {
        consider(in_second);
        return best;
    }
    const double most = std::max(1.0, kLargestRecord_samples / samples_in_second * frame_rate_hz);
    for (double frames = 1; frames <= most && frames <= 20'000; ++frames) {
        if (best && best->error < 1e-12 && frames / frame_rate_hz > 1) break;
        consider(frames);
    }
    return best;
}

}  // namespace triptych::formats
