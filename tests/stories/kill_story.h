// A reader presses keys in the real window, and the program is killed at random moments; after each start every label
// that had been painted as saved is there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace triptych::stories {

enum class Trouble {
    none,
    full_disk,    // writes fail from some point of every third life on
    two_windows,  // a second window on the same project lives through several lives of the first, and is labelled in,
                  // too
    read_only     // the project that was chosen may not be written to
};

struct KillStory {
    std::string program = {};  // triptych
    std::string record = {};   // a header, copied with what lies beside it; empty: a made-up record
    int lives = 20;
    std::uint64_t seed = 1;
    Trouble trouble = Trouble::none;
    bool tells = false;  // one line a life to standard output
};

struct KillTold {
    int lives = 0;
    int painted = 0;   // labels (and removals) that were painted as saved
    int lost = 0;      // of them
    int events = 0;    // in the log in the end
    std::string what;  // the first thing that went wrong; empty: nothing
};

// Needs Xvfb and xdotool. nullopt, with `why`, where the story cannot be played.
[[nodiscard]] std::optional<KillTold> play(const KillStory& story, std::string& why);

}  // namespace triptych::stories
