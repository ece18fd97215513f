// The shape of the network that sees waves: a U of one-dimensional convolutions over a lead at 250 Hz, and what it
// answers at 125 Hz. Stands here once: the trainer builds it of LibTorch's parts, the program runs it without.
//
// Down: each step halves the rate and widens the map. At the bottom four dilated convolutions see two seconds to either
// side, and what all leads of the recording see at that time is averaged and added, so that a P wave that is plain in
// one lead supports a faint one in another. Up: each step adds the map of the same rate from the way down. Where a wave
// begins and ends is thus read from the lead's own samples, whether it is there from all of them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace triptych::waves {

inline constexpr double kNetwork_hz = 250;
inline constexpr double kAnswer_hz = 125;
inline constexpr std::size_t kSteps = 16;  // network samples in one step of the bottom: inputs are a multiple of it
// Samples to either side that an answer can depend on, a multiple of kSteps.
inline constexpr std::size_t kReach = 640;

// What is answered for each instant: four logits of what lies there (softmax), and nine of whether a wave begins, peaks
// or ends there (sigmoid).
enum Channel : std::size_t {
    kNothing,
    kIsP,
    kIsQrs,
    kIsT,
    kPOn,
    kPPeak,
    kPOff,
    kQrsOn,
    kQrsPeak,
    kQrsOff,
    kTOn,
    kTPeak,
    kTOff,
    kChannels
};
inline constexpr std::size_t kFirstMark = kPOn;
inline constexpr std::size_t kMarks = 9;
// Of an instant that is marked, the neighbours are marked in part: a bell of this deviation, 1 at its top.
inline constexpr double kBell_s = 0.012;

struct ConvolutionPlan {
    const char* name;
    int in, out, kernel;
    int stride = 1;
    int dilation = 1;
    bool rectified = true;
};

// In the order in which they act, and in which their weights lie in the file.
inline constexpr std::array<ConvolutionPlan, 22> kConvolutions = {{
    {"stem", 1, 8, 9},
    {"down1", 8, 24, 5, 2},
    {"fine1", 24, 24, 5},
    {"down2", 24, 32, 5, 2},
    {"fine2", 32, 32, 5},
    {"down3", 32, 40, 5, 2},
    {"fine3", 40, 40, 5},
    {"down4", 40, 48, 5, 2},
    {"wide1", 48, 48, 5, 1, 1},  // these four, and own: added to what they read
    {"wide2", 48, 48, 5, 1, 2},
    {"wide4", 48, 48, 5, 1, 4},
    {"wide8", 48, 48, 5, 1, 8},
    {"shared", 48, 48, 1},  // reads the mean over the leads
    {"own", 48, 48, 5},
    {"up3", 48, 40, 1, 1, 1, false},
    {"join3", 40, 40, 5},
    {"up2", 40, 32, 1, 1, 1, false},
    {"join2", 32, 32, 5},
    {"up1", 32, 24, 1, 1, 1, false},
    {"join1", 24, 24, 5},
    {"last", 24, 24, 5},
    {"answer", 24, static_cast<int>(kChannels), 1, 1, 1, false},
}};

}  // namespace triptych::waves
