#include "core/synth/beat_shapes.h"

#include <cmath>
#include <numbers>

namespace triptych::synth {
namespace {

constexpr double kPi = std::numbers::pi;

// McSharry et al. 2003, Table 1: θ, a and b of P, Q, R, S, T.
struct TableRow {
    double theta, a, b;
};
constexpr std::array<TableRow, kWaves> kTable1 = {
    {{-kPi / 3, 1.2, 0.25}, {-kPi / 12, -5.0, 0.1}, {0.0, 30.0, 0.1}, {kPi / 12, -7.5, 0.1}, {kPi / 2, 0.75, 0.4}}};

// With the table's angles the QRS complex lasts some 150 ms, which a physician reads as a conduction block; drawn
// together to this part of its width it has the 90 ms of a healthy one.
constexpr double kQrsPart = 0.6;
// Its P wave is as tall and long as a P wave can be in health (0.25 mV, 150 ms); a usual one is this part of it.
constexpr double kPHeightPart = 0.64;
constexpr double kPWidthPart = 0.75;

// A wave of the model is a·b²/ω tall; this gives the table's waves relative to its R wave.
constexpr double tableHeight(std::size_t wave) {
    const TableRow& row = kTable1[wave];
    const TableRow& r = kTable1[kR];
    return row.a * row.b * row.b / (r.a * r.b * r.b);
}

//                                            I      II (Table 1)      V1     V2     V3     V4     V5     V6
constexpr std::array<double, kModelLeads> kP_mv{0.09, kPHeightPart* tableHeight(kP), 0.05, 0.07, 0.09, 0.10, 0.10,
                                                0.09};
constexpr std::array<double, kModelLeads> kQ_mv{-0.08, tableHeight(kQ), 0.00, 0.00, 0.00, -0.04, -0.09, -0.10};
constexpr std::array<double, kModelLeads> kR_mv{0.80, tableHeight(kR), 0.20, 0.45, 0.80, 1.35, 1.25, 0.95};
constexpr std::array<double, kModelLeads> kS_mv{-0.10, tableHeight(kS), -0.90, -1.25, -0.85, -0.50, -0.25, -0.10};
constexpr std::array<double, kModelLeads> kT_mv{0.26, tableHeight(kT), -0.05, 0.35, 0.45, 0.42, 0.36, 0.28};

// A ventricular beat from the right ventricular outflow tract: wide, left bundle branch block pattern with an inferior
// axis, no P wave, T against the main deflection in every lead.
constexpr std::array<double, kModelLeads> kPvcQ_mv{0.00, -0.12, 0.12, 0.10, 0.00, -0.05, -0.10, -0.10};
constexpr std::array<double, kModelLeads> kPvcR_mv{0.35, 1.55, -0.95, -1.35, -0.60, 0.80, 1.40, 1.25};
constexpr std::array<double, kModelLeads> kPvcS_mv{-0.20, -0.45, -0.35, -0.40, -0.30, -0.35, -0.35, -0.25};
constexpr std::array<double, kModelLeads> kPvcT_mv{-0.12, -0.50, 0.35, 0.50, 0.25, -0.30, -0.45, -0.40};

// An atrial beat from low in the right atrium: the P wave is early, narrow and inverted in the inferior leads.
constexpr std::array<double, kModelLeads> kApcP_mv{0.05, -0.14, 0.07, 0.05, 0.02, -0.04, -0.06, -0.06};
constexpr double kApcPAngle = -0.8;
constexpr double kApcPWidth = 0.16;

BeatShape normalShape() {
    BeatShape shape;
    const std::array heights = {kP_mv, kQ_mv, kR_mv, kS_mv, kT_mv};
    for (std::size_t wave = 0; wave < kWaves; ++wave) {
        const double part = wave == kQ || wave == kR || wave == kS ? kQrsPart : 1.0;
        shape[wave] = {kTable1[wave].theta * part, kTable1[wave].b * part, heights[wave]};
    }
    shape[kP].width *= kPWidthPart;
    return shape;
}

BeatShape ventricularShape() {
    return {Wave{0, 0.1, {}}, Wave{-0.36, 0.08, kPvcQ_mv}, Wave{0, 0.15, kPvcR_mv}, Wave{0.40, 0.11, kPvcS_mv},
            Wave{2.0, 0.40, kPvcT_mv}};
}

// From an electrode in the apex of the right ventricle: wide, down in the inferior leads, T against it.
constexpr std::array<double, kModelLeads> kPacedR_mv{0.60, -1.10, -0.80, -1.20, -1.30, -1.00, -0.60, -0.30};
constexpr std::array<double, kModelLeads> kPacedS_mv{0.35, -0.40, -0.20, -0.30, -0.40, -0.30, -0.10, 0.10};
constexpr std::array<double, kModelLeads> kPacedT_mv{-0.25, 0.45, 0.30, 0.45, 0.50, 0.40, 0.30, 0.20};

BeatShape pacedShape() {
    return {Wave{0, 0.1, {}}, Wave{-0.3, 0.1, {}}, Wave{0, 0.16, kPacedR_mv}, Wave{0.32, 0.14, kPacedS_mv},
            Wave{1.9, 0.40, kPacedT_mv}};
}

}  // namespace

BeatShape shapeOf(BeatKind kind, double mean_rate_bpm) {
    BeatShape shape = kind == BeatKind::pvc     ? ventricularShape()
                      : kind == BeatKind::paced ? pacedShape()
                                                : normalShape();
    if (kind == BeatKind::junctional) shape[kP].height_mv = {};
    if (kind == BeatKind::apc) shape[kP] = {kApcPAngle, kApcPWidth, kApcP_mv};
    const double root = std::sqrt(mean_rate_bpm / 60);
    for (std::size_t wave = 0; wave < kWaves; ++wave) {
        shape[wave].angle *= wave == kP || wave == kT ? std::sqrt(root) : root;
        shape[wave].width *= root;
    }
    return shape;
}

}  // namespace triptych::synth
