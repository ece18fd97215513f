// kill_story PROGRAM LIVES [TROUBLE] [RECORD]: the story told at length, for packaging/kill_test.sh.
#include "core/text/numbers.h"
#include "tests/stories/kill_story.h"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
    using namespace triptych::stories;
    if (argc < 3) {
        std::fputs("usage: kill_story PROGRAM LIVES [none|full-disk|two-windows|read-only] [RECORD]\n", stderr);
        return 2;
    }
    KillStory story;
    story.program = argv[1];
    story.lives = triptych::text::wholeNumber<int>(argv[2]).value_or(0);
    const std::string_view trouble = argc > 3 ? argv[3] : "none";
    if (trouble == "full-disk") story.trouble = Trouble::full_disk;
    if (trouble == "two-windows") story.trouble = Trouble::two_windows;
    if (trouble == "read-only") story.trouble = Trouble::read_only;
    if (argc > 4) story.record = argv[4];
    story.seed = 1000 + static_cast<std::uint64_t>(story.trouble);
    story.tells = true;
    std::string why;
    const auto told = play(story, why);
    if (!told) {
        std::fprintf(stderr, "%s\n", why.c_str());
        return 1;
    }
    if (!told->what.empty()) std::printf("%s\n", told->what.c_str());
    std::printf("%d lives, %d events in the log, %d changes painted as saved, %d lost\n", told->lives, told->events,
                told->painted, told->lost);
    return told->what.empty() && told->lost == 0 ? 0 : 1;
}
