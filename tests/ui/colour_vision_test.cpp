// Colours that mean something can be told apart by readers who see no red, no green or no blue: the colours as they see
// them (Machado, Oliveira & Fernandes, 2009, severity 1) differ by CIELAB distances that are seen at once.
#include "ui/panes/rhythm_colours.h"
#include "ui/panes/theme.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

namespace triptych::ui {
namespace {

using Vector = std::array<double, 3>;
using Matrix = std::array<Vector, 3>;

struct Vision {
    const char* name;
    Matrix sees;  // of linear RGB
};
constexpr Vision kUsual = {"usual", {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}}};
constexpr Vision kNoRed = {
    "no red", {{{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}}}};
constexpr Vision kNoGreen = {
    "no green", {{{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}}}};
constexpr Vision kNoBlue = {
    "no blue", {{{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}}}};

Vector times(const Matrix& matrix, const Vector& vector) {
    Vector out{};
    for (std::size_t row = 0; row < 3; ++row)
        for (std::size_t column = 0; column < 3; ++column) out[row] += matrix[row][column] * vector[column];
    return out;
}

Vector linear(const QColor& colour) {
    const auto decoded = [](double c) { return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4); };
    return {decoded(colour.redF()), decoded(colour.greenF()), decoded(colour.blueF())};
}

Vector lab(const QColor& colour, const Vision& vision) {
    constexpr Matrix kXyz = {
        {{0.4124564, 0.3575761, 0.1804375}, {0.2126729, 0.7151522, 0.0721750}, {0.0193339, 0.1191920, 0.9503041}}};
    Vector seen = times(vision.sees, linear(colour));
    for (double& part : seen) part = std::clamp(part, 0.0, 1.0);
    const Vector xyz = times(kXyz, seen);
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f(xyz[0] / 0.95047), y = f(xyz[1]), z = f(xyz[2] / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double distance(const QColor& a, const QColor& b, const Vision& vision) {
    const Vector one = lab(a, vision), other = lab(b, vision);
    return std::hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
}

struct Named {
    std::string name;
    QColor colour;
};

void expectApart(const std::vector<Named>& colours, const Vision& vision, double least) {
    for (std::size_t i = 0; i < colours.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            EXPECT_GE(distance(colours[i].colour, colours[k].colour, vision), least)
                << colours[i].name << " and " << colours[k].name << " where one sees " << vision.name;
        }
    }
}

TEST(ColourVision, DistancesAreThoseOfCielab) {
    EXPECT_NEAR(distance(Qt::white, Qt::black, kUsual), 100, 0.01);
    EXPECT_NEAR(distance(QColor(255, 0, 0), QColor(0, 255, 0), kUsual), 170.6, 0.1);
    // What is told apart by red and green alone is not, where one of them is missing.
    EXPECT_LT(distance(QColor(0xCC, 0x79, 0xA7), QColor(0x6C, 0x82, 0x99), kNoRed), 5);
}

TEST(ColourVision, ClassesOfBeatsCanBeToldApartByAll) {
    for (const Theme theme : {Theme::light, Theme::dark}) {
        std::vector<Named> colours;
        for (const auto& [name, beat_class] : {std::pair{"N", BeatClass::normal},
                                               {"S", BeatClass::supraventricular},
                                               {"V", BeatClass::ventricular},
                                               {"F", BeatClass::fusion},
                                               {"Q", BeatClass::unknown}}) {
            colours.push_back({name, classColour(beat_class, theme)});
        }
        for (const Vision& vision : {kUsual, kNoRed, kNoGreen, kNoBlue}) expectApart(colours, vision, 12);
    }
}

TEST(ColourVision, RhythmsCanBeToldApartByWhoSeesNoRedOrNoGreen) {
    using R = rhythm::Rhythm;
    for (const Theme theme : {Theme::light, Theme::dark}) {
        std::vector<Named> colours;
        for (const auto& [name, rhythm] : {std::pair{"unreadable", R::unreadable},
                                           {"ventricular fibrillation", R::vf},
                                           {"ventricular tachycardia", R::vt},
                                           {"paced", R::paced},
                                           {"atrial fibrillation", R::af},
                                           {"flutter", R::flutter},
                                           {"supraventricular tachycardia", R::svt},
                                           {"block", R::block},
                                           {"first-degree block", R::av1},
                                           {"bigeminy", R::bigeminy},
                                           {"trigeminy", R::trigeminy},
                                           {"bradycardia", R::bradycardia},
                                           {"tachycardia", R::tachycardia},
                                           {"sinus", R::sinus},
                                           {"other", R::other}}) {
            colours.push_back({name, rhythmColour(rhythm, theme)});
        }
        for (const Vision& vision : {kUsual, kNoRed, kNoGreen}) expectApart(colours, vision, 12);
    }
}

}  // namespace
}  // namespace triptych::ui
