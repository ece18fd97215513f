#include "core/inference/studies/study_work.h"

#include "core/files/atomic_file.h"
#include "core/files/mapped_file.h"
#include "core/inference/computed_seconds.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <mutex>
#include <optional>
#include <span>
#include <thread>

namespace triptych::inference::studies {
namespace {

namespace fs = std::filesystem;

constexpr const char* kIdentityFile = "study.json";
constexpr std::int64_t kMostBytes = 256 << 20;

Result<void> write(const std::string& path, const Json& json) {
    const std::string text = json.dump() + '\n';
    auto done = files::writeFile(path, std::as_bytes(std::span(text)), files::WriteMode::replace);
    if (!done && done.error().code == ErrorCode::io_failed)
        done.error().hint = "free space on the disk and give the same command again: what is done is kept";
    return done;
}

Json read(const std::string& path) {
    const auto text = files::readWhole(path, kMostBytes, "part of a study");
    return text ? Json::parse(*text, nullptr, false) : Json(Json::value_t::discarded);
}

// Minutes where there are some, for the log.
std::string left(double seconds) {
    return seconds < 90 ? text::say("{1} s", text::fixedText(std::ceil(seconds), 0)).text()
                        : text::say("{1} min", text::fixedText(std::ceil(seconds / 60), 0)).text();
}

// What the workers share.
struct Progress {
    std::mutex guard;
    std::size_t next = 0, done = 0;
    double spent_s = 0;
    std::optional<Error> failure;
};

}  // namespace

Result<StudyWork> StudyWork::open(const std::string& output_folder, const std::string& name,
                                  const std::string& identity, bool fresh) {
    const fs::path folder = fs::path(output_folder) / "work" / name;
    std::error_code status;
    if (fresh) fs::remove_all(folder, status);
    if (!status) fs::create_directories(folder, status);
    if (status) {
        return fail(ErrorCode::io_failed, text::say("the output folder cannot be made ({1})", status.message()),
                    output_folder, "choose a folder that can be written");
    }
    const std::string file = (folder / kIdentityFile).string();
    if (fs::exists(file, status)) {
        const Json there = read(file);
        if (there.is_object() && there.value("identity", std::string()) == identity) return StudyWork(folder.string());
        return fail(ErrorCode::model_mismatch, "the parts that are done there are of another study, data or settings",
                    folder.string(), "choose another output folder, or start anew with --fresh");
    }
    if (auto done = write(file, {{"identity", identity}}); !done) return std::unexpected(std::move(done.error()));
    return StudyWork(folder.string());
}

std::string StudyWork::fileOf(const std::string& key) const {
    return (fs::path(folder_) / (key + ".json")).string();
}

Json StudyWork::find(const std::string& key) const {
    Json out = read(fileOf(key));
    return out.is_object() ? out : Json();
}

Result<void> StudyWork::keep(const std::string& key, const Json& result) const {
    return write(fileOf(key), result);
}

Result<std::map<std::string, Json>> runParts(const StudyWork& work, const std::vector<std::string>& keys,
                                             const ComputePart& compute, int threads, const Job& job,
                                             const StudyLog& log) {
    std::map<std::string, Json> out;
    std::vector<std::string> open;
    for (const std::string& key : keys) {
        Json found = work.find(key);
        if (found.is_null()) {
            open.push_back(key);
        } else {
            out.emplace(key, std::move(found));
        }
    }
    if (!out.empty()) log(text::say("{1} of {2} parts are done already", out.size(), keys.size()));

    Progress progress;
    const auto workers = std::clamp<std::size_t>(static_cast<std::size_t>(std::max(threads, 1)), 1, 16);
    const auto one = [&](const std::string& key) -> Result<void> {
        if (job.stopRequested()) {
            return fail(ErrorCode::cancelled, "the study was stopped", work.fileOf(key),
                        "give the same command again: it goes on with the part that is not done");
        }
        const auto began = std::chrono::steady_clock::now();
        const double before_s = computedSeconds();
        auto result = compute(key);
        if (!result) return std::unexpected(std::move(result.error()));
        const double took_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
        const double earlier_s = result->value("seconds", 0.0);
        result->erase("seconds");  // the last word of a part, as ever
        (*result)["seconds"] = earlier_s + computedSeconds() - before_s;
        if (auto kept = work.keep(key, *result); !kept) return kept;
        const std::scoped_lock lock(progress.guard);
        out[key] = std::move(*result);
        ++progress.done;
        progress.spent_s += took_s;
        const double mean_s = progress.spent_s / static_cast<double>(progress.done);
        const double left_s = mean_s * static_cast<double>(open.size() - progress.done) / static_cast<double>(workers);
        log(text::say("{1}: done in {2} s, {3} of {4} parts, {5} left", key, text::fixedText(took_s, 1), out.size(),
                      keys.size(), left(left_s)));
        job.progress(static_cast<double>(out.size()) / static_cast<double>(keys.size()), text::foreign(key));
        return {};
    };
    const auto run = [&] {
        for (;;) {
            std::size_t mine = 0;
            {
                const std::scoped_lock lock(progress.guard);
                if (progress.failure || progress.next >= open.size()) return;
                mine = progress.next++;
            }
            auto done = one(open[mine]);
            if (done) continue;
            const std::scoped_lock lock(progress.guard);
            if (!progress.failure) progress.failure = std::move(done.error());
        }
    };
    {
        std::vector<std::jthread> others;
        for (std::size_t i = 0; i + 1 < std::min(workers, open.size()); ++i) others.emplace_back(run);
        run();
    }
    if (progress.failure) return std::unexpected(*progress.failure);
    return out;
}

double secondsOf(const std::map<std::string, Json>& parts) {
    double sum = 0;
    for (const auto& [key, part] : parts) sum += part.value("seconds", 0.0);
    return sum;
}

}  // namespace triptych::inference::studies
