#include "tests/stories/kill_story.h"

#include "core/review/label_journal.h"
#include "core/store/project.h"
#include "core/synth/synthesize.h"
#include "tests/stories/processes.h"
#include "tests/stories/window_program.h"
#include "tests/support/data.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <map>
#include <random>
#include <thread>
#include <vector>

namespace triptych::stories {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr auto kPatience = 30s;
constexpr long kFullDisk_bytes = 300'000;

// What was in force at each sample after each group of the log, and how far it has been looked through.
class Log {
public:
    explicit Log(const std::vector<store::EventGroup>& groups) {
        review::LabelJournal journal(0, {}, {});
        for (const store::EventGroup& group : groups) {
            for (const std::int64_t sample : journal.take(group, false)) {
                const auto label = journal.labels().find(sample);
                states_[sample].emplace_back(
                    label == journal.labels().end() ? "-" : std::string(symbolOf(label->second.code)));
            }
        }
        for (const auto& [sample, label] : journal.labels()) in_force_[sample] = std::string(symbolOf(label.code));
    }

    [[nodiscard]] const std::map<std::int64_t, std::string>& inForce() const { return in_force_; }
    // How many states each sample has been through.
    [[nodiscard]] std::map<std::int64_t, std::size_t> counts() const {
        std::map<std::int64_t, std::size_t> counts;
        for (const auto& [sample, states] : states_) counts[sample] = states.size();
        return counts;
    }
    // Was `value` in force at `sample` at or after place `from` among its states? Returns the place.
    [[nodiscard]] std::optional<std::size_t> find(std::int64_t sample, const std::string& value,
                                                  std::size_t from) const {
        const auto states = states_.find(sample);
        if (states == states_.end()) return std::nullopt;
        for (std::size_t place = from; place < states->second.size(); ++place) {
            if (states->second[place] == value) return place;
        }
        return std::nullopt;
    }

private:
    std::map<std::int64_t, std::vector<std::string>> states_;
    std::map<std::int64_t, std::string> in_force_;
};

// The first sample at which they differ, and what each has there.
std::string difference(const std::map<std::int64_t, std::string>& shown,
                       const std::map<std::int64_t, std::string>& log) {
    const auto at = [](const auto& of, std::int64_t sample) {
        const auto found = of.find(sample);
        return found == of.end() ? std::string("nothing") : found->second;
    };
    for (const auto* side : {&shown, &log}) {
        for (const auto& [sample, value] : *side) {
            if (at(shown, sample) == at(log, sample)) continue;
            return ": " + at(shown, sample) + " and " + at(log, sample) + " at sample " + std::to_string(sample) +
                   ", " + std::to_string(shown.size()) + " and " + std::to_string(log.size()) + " in all";
        }
    }
    return {};
}

class Play {
public:
    // `display` must outlive the play.
    Play(const KillStory& story, const Display& display)
        : story_(story),
          display_(display.name()),
          random_(story.seed),
          folder_(test::scratchFolder("kill")),
          project_(folder_ / "own.triptych-project") {
        ::chmod(folder_.c_str(), 0777);  // for a window that is another user's
        placeRecord();
        if (story.trouble == Trouble::read_only) placeLockedProject();
    }

    KillTold run() {
        for (int life = 0; life < story_.lives && told_.what.empty(); ++life) live(life);
        endSecond();
        told_.events = countEvents();
        return told_;
    }

private:
    void placeRecord() {
        if (story_.record.empty()) {
            synth::SynthRequest request;
            request.duration_s = 60;
            request.seed = story_.seed;
            const auto made = synth::synthesize(request);
            if (made && synth::writeRecord(*made, folder_.string(), "made")) header_ = folder_ / "made.hea";
            return;
        }
        const fs::path source(story_.record);
        for (const auto& file : fs::directory_iterator(source.parent_path())) {
            if (file.path().stem() == source.stem()) fs::copy(file.path(), folder_ / file.path().filename());
        }
        header_ = folder_ / source.filename();
    }

    // A project that somebody else owns, and may not be written to.
    void placeLockedProject() {
        locked_ = folder_ / "locked" / "theirs.triptych-project";
        fs::create_directories(locked_.parent_path());
        (void)store::Project::open(locked_.string(), false);
        std::error_code ignored;
        fs::remove(locked_.string() + "-wal", ignored);
        fs::remove(locked_.string() + "-shm", ignored);
        ::chmod(locked_.c_str(), 0444);
        ::chmod(locked_.parent_path().c_str(), 0555);
    }

    [[nodiscard]] Program window(const fs::path& painted, bool disk_fills) const {
        Program program;
        // Permissions do not bind root: the window is another user's then.
        if (story_.trouble == Trouble::read_only && ::geteuid() == 0) {
            program.arguments = {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"};
        }
        program.arguments.insert(program.arguments.end(), {story_.program, header_.string(), "--no-ai"});
        if (!locked_.empty()) program.arguments.insert(program.arguments.end(), {"--project", locked_.string()});
        program.environment = environmentOf({display_, folder_, project_, painted});
        if (disk_fills) program.most_bytes_of_a_file = kFullDisk_bytes;
        return program;
    }

    bool waitForBeats(const fs::path& painted, Process& process) {
        const auto until = std::chrono::steady_clock::now() + kPatience;
        while (std::chrono::steady_clock::now() < until) {
            if (readTold(painted).begun) return true;
            if (!process.runs()) return false;
            std::this_thread::sleep_for(5ms);
        }
        return false;
    }

    std::string nextKey() {
        static const std::vector<std::string> kKeys = {
            "v", "s", "f", "q", "n", "v", "s", "f", "space", "Delete", "ctrl+z", "ctrl+y", "Left", "Left", "Home"};
        return kKeys[random_() % kKeys.size()];
    }

    // For a time that nobody knows before; every second life until something was painted as saved, too, however slow
    // the machine is.
    void press(const fs::path& painted, bool until_painted) {
        // One for each life: xdotool ends with the window that it speaks to.
        const Process keys = Process::listening({{"xdotool", "-"}, {{"DISPLAY", display_}}, true, 0});
        const auto life_ms = std::chrono::milliseconds(random_() % 700);
        const auto begun = std::chrono::steady_clock::now(), end = begun + life_ms;
        const auto goesOn = [&] {
            const auto now = std::chrono::steady_clock::now();
            return now < end || (until_painted && now < begun + kPatience && readTold(painted).painted.size() < 3);
        };
        keys.send("search --onlyvisible --class triptych windowfocus %1");
        while (goesOn()) {
            if (second_ && random_() % 4 == 0) {
                keys.send("search --onlyvisible --class triptych windowfocus %" + std::to_string(1 + random_() % 2));
            }
            keys.send("key --delay 0 " + nextKey());
            std::this_thread::sleep_for(std::chrono::milliseconds(random_() % 25));
        }
    }

    std::vector<store::EventGroup> groups() {
        auto project = store::Project::open(project_.string(), false);
        if (!project) return {};
        auto read = project->groupsOf(1, 0);  // the one recording of this project
        return read ? std::move(*read) : std::vector<store::EventGroup>{};
    }

    int countEvents() {
        int events = 0;
        for (const auto& group : groups()) events += static_cast<int>(std::max<std::size_t>(group.marks.size(), 1));
        return events;
    }

    // Everything that a window had painted as saved is among the states that the log went through since it was begun.
    void compare(const std::string& who, const Told& told, const Log& log, std::map<std::int64_t, std::size_t> from) {
        for (const auto& [sample, value] : told.painted) {
            ++told_.painted;
            const auto place = log.find(sample, value, from[sample]);
            if (place) {
                from[sample] = *place;
                continue;
            }
            ++told_.lost;
            if (told_.what.empty()) {
                told_.what = who + ": " + value + " at sample " + std::to_string(sample) +
                             " was painted as saved and is not in the log";
            }
        }
    }

    void live(int life) {
        if (story_.trouble == Trouble::two_windows && life % 5 == 0) startSecond(life);
        const std::string who = "life " + std::to_string(life);
        const fs::path painted = folder_ / ("painted-" + std::to_string(life));
        Process process(window(painted, story_.trouble == Trouble::full_disk && life % 3 == 2));
        if (!waitForBeats(painted, process)) {
            told_.what = who + ": the window did not come up";
            return;
        }
        press(painted, life % 2 == 0 && !second_);
        process.kill(SIGKILL);
        ++told_.lives;
        const Told told = readTold(painted);
        const Log log(groups());
        // With another window alive, what a window begins with is of a moment that nobody knows.
        if (!second_ && told.kept != in_force_)
            told_.what =
                who + ": the window began with other labels than the log held" + difference(told.kept, in_force_);
        compare(who, told, log, second_ ? std::map<std::int64_t, std::size_t>{} : states_before_);
        states_before_ = log.counts();
        in_force_ = log.inForce();
        if (!story_.tells) return;
        std::printf("%s: %zu labels in force, %zu changes painted as saved in it, %d lost so far\n", who.c_str(),
                    in_force_.size(), told.painted.size(), told_.lost);
        std::fflush(stdout);
    }

    // A second window on the same project, that lives five lives of the first one and is killed, too.
    void startSecond(int life) {
        endSecond();
        second_painted_ = folder_ / ("second-" + std::to_string(life));
        second_.emplace(window(second_painted_, false));
        if (!waitForBeats(second_painted_, *second_)) told_.what = "the second window did not come up";
    }
    void endSecond() {
        if (!second_) return;
        second_->kill(SIGKILL);
        compare("second window", readTold(second_painted_), Log(groups()), {});
        second_.reset();
    }

    const KillStory& story_;
    std::string display_;
    std::mt19937_64 random_;
    fs::path folder_, header_, project_, locked_;
    KillTold told_;
    std::map<std::int64_t, std::string> in_force_;       // after the last life
    std::map<std::int64_t, std::size_t> states_before_;  // how many each sample had been through by then
    fs::path second_painted_;
    std::optional<Process> second_;
};

}  // namespace

std::optional<KillTold> play(const KillStory& story, std::string& why) {
    const Display display("1280x800");
    if (display.name().empty()) {
        why = "Xvfb cannot be started: install the packages xvfb and xdotool";
        return std::nullopt;
    }
    return Play(story, display).run();
}

}  // namespace triptych::stories
