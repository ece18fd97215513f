// The electrical axes in the frontal plane, from the net areas of P, QRS and T in two limb leads.
#pragma once

#include <optional>
#include <string_view>

namespace triptych::measure {

// Net areas of one wave in mV s, over the same stretch in every lead; nothing where a lead is not there.
struct LimbAreas {
    std::optional<double> i, ii, iii, avf;
};

// Degrees in (-180, 180]: 0 towards I, 90 towards aVF. From I and II, else I and III, else II and III by Einthoven's
// law, else from I and aVF, which as Goldberger leads it off is √3/2 as large as its component of the vector. Nothing
// where fewer leads are there, or where the vector is shorter than `least`: then it points nowhere in particular.
[[nodiscard]] std::optional<double> frontalAxis_deg(const LimbAreas& areas, double least_mv_s);

// "normal" (-30 to 90), "left" (-90 to -30), "right" (90 to 180), "extreme": of the QRS.
[[nodiscard]] std::string_view axisInWords(double qrs_axis_deg);

}  // namespace triptych::measure
