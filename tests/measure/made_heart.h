// Beats of straight lines and raised cosines on any number of leads, whose every mark, height, level and axis is known
// exactly: independent of the generator, whose waves have no ends.
#pragma once

#include "core/domain/beat.h"
#include "core/domain/recording.h"
#include "core/domain/waves.h"
#include "core/measure/measure_recording.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace triptych::test {

// Milliseconds from R. All are multiples of 8, so that at 125, 250, 500 and 1,000 Hz every corner lies on a sample.
inline constexpr double kPOn_ms = -176, kPPeak_ms = -128, kPOff_ms = -80;
inline constexpr double kQrsOn_ms = -40, kQPeak_ms = -24, kQOff_ms = -16, kROff_ms = 16, kSPeak_ms = 32, kJ_ms = 48;
inline constexpr double kTOn_ms = 160, kTPeak_ms = 280, kTOff_ms = 400;

struct MadeLead {
    std::string name = "II";
    double p_mv = 0.15, q_mv = -0.10, r_mv = 1.0, s_mv = -0.25, t_mv = 0.30;
    double st_mv = 0, st_slope_mv_s = 0;  // at the end of the QRS, and from there to the onset of T
    double offset_mv = 0;                 // of the whole lead
    double rate_hz = 500;
    std::string unit = "mV";
    double units_per_mv = 1;
};

struct MadeHeart {
    std::vector<MadeLead> leads = {MadeLead{}};
    double duration_s = 10;
    std::vector<double> r_s;  // empty: every 0.8 s from 0.4 s on
    // What a beat is in place of the lead's own waves: heights change, marks do not.
    std::function<MadeLead(std::size_t beat, MadeLead lead)> changed;
    std::function<double(std::size_t lead, double time_s)> added_mv;  // noise, wander, spikes; NaN: no sample
};

struct Made {
    RecordingPtr recording;
    std::shared_ptr<const BeatList> beats;  // on lead 0
    std::vector<LeadWaves> waves;           // a lead each, exact and sure

    // All leads in millivolts.
    [[nodiscard]] measure::MeasureRequest request() const;
    [[nodiscard]] measure::MeasurementsPtr measured() const;
};
[[nodiscard]] Made made(const MadeHeart& heart);

// The twelve leads of a heart whose P, QRS and T point to these directions of the frontal plane, exactly; its chest
// leads are those of MadeLead.
[[nodiscard]] std::vector<MadeLead> twelveLeads(double p_deg, double qrs_deg, double t_deg, double rate_hz = 500);

// Millivolts of one beat at a time from its R; 0 outside its waves.
[[nodiscard]] double madeValue(const MadeLead& lead, double ms);

}  // namespace triptych::test
