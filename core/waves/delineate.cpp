#include "core/waves/delineate.h"

#include "core/beats/detect.h"
#include "core/text/said.h"
#include "core/waves/decode.h"
#include "core/waves/stretch.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <mutex>
#include <optional>
#include <thread>

namespace triptych::waves {
namespace {

// Leads speak for each other in recordings of up to twenty minutes. In longer ones each stands alone, so that one lead
// of a day costs what one lead costs, and is delineated alike whichever others are asked for.
constexpr double kLongestTogether_s = 1200;
constexpr std::size_t kMostThreads = 16;

bool isElectrocardiogram(const Lead& lead) {
    return lead.unit == "mV";
}

bool canBeRead(const Lead& lead) {
    return lead.rate_hz >= beats::kLowestRate_hz && lead.rate_hz <= beats::kHighestRate_hz && lead.samples > 0;
}

std::vector<std::size_t> electrocardiograms(const Recording& recording) {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < recording.leads.size(); ++i) {
        if (isElectrocardiogram(recording.leads[i])) out.push_back(i);
    }
    return out;
}

// Leads that are looked at together; a lead that is none of the recording's electrocardiograms stands alone.
using Groups = std::vector<std::vector<std::size_t>>;

Groups groupsFor(const Recording& recording, const std::vector<std::size_t>& asked) {
    Groups groups;
    std::vector<std::size_t> together;
    const bool is_short = recording.duration_s <= kLongestTogether_s;
    for (const std::size_t lead : electrocardiograms(recording)) {
        if (is_short && canBeRead(recording.leads[lead])) together.push_back(lead);
    }
    const auto is_together = [&](std::size_t lead) { return std::ranges::find(together, lead) != together.end(); };
    if (std::any_of(asked.begin(), asked.end(), is_together)) groups.push_back(together);
    for (const std::size_t lead : asked) {
        if (canBeRead(recording.leads[lead]) && !is_together(lead)) groups.push_back({lead});
    }
    return groups;
}

text::Said whyNot(const Lead& lead, bool is_silent) {
    if (lead.samples <= 0) return "the lead has no samples";
    if (lead.rate_hz < beats::kLowestRate_hz) return "the lead is sampled too slowly: waves are placed from 100 Hz on";
    if (lead.rate_hz > beats::kHighestRate_hz) return "the lead is sampled too fast: waves are placed up to 10,000 Hz";
    return is_silent ? "the lead is flat" : text::Said();
}

struct Task {
    const std::vector<std::size_t>* group = nullptr;
    std::int64_t stretch = 0;
    std::size_t first = 0, past = 0;  // beats
};

// Each stretch that holds beats that are asked for.
std::vector<Task> tasksFor(const Recording& recording, const std::vector<double>& beats_s, const WavesRequest& request,
                           const Groups& groups) {
    std::vector<Task> tasks;
    const std::size_t first = std::min(request.first_beat, beats_s.size());
    const std::size_t past = first + std::min(request.beats, beats_s.size() - first);
    for (const auto& group : groups) {
        for (std::size_t beat = first; beat < past;) {
            const std::int64_t stretch = stretchAt(recording, beats_s[beat]);
            std::size_t next = beat;
            while (next < past && stretchAt(recording, beats_s[next]) == stretch) ++next;
            tasks.push_back({&group, stretch, beat, next});
            beat = next;
        }
    }
    return tasks;
}

class Delineation {
public:
    Delineation(const Recording& recording, const BeatList& beats, const Delineator& delineator,
                const WavesRequest& request)
        : recording_(recording), delineator_(delineator), request_(request) {
        asked_ = request.leads.empty() ? electrocardiograms(recording) : request.leads;
        groups_ = groupsFor(recording, asked_);
        beats_s_.reserve(beats.beats.size());
        for (const Beat& beat : beats.beats) {
            beats_s_.push_back(static_cast<double>(beat.sample) / beats.rate_hz);
        }
        tasks_ = tasksFor(recording, beats_s_, request, groups_);
        waves_.resize(recording.leads.size());
        heard_.assign(recording.leads.size(), false);
        for (const std::size_t lead : asked_) waves_[lead].resize(beats_s_.size());
    }

    Result<std::vector<LeadWavesPtr>> run(const Job& job) {
        {
            std::vector<std::jthread> helpers;
            const auto most =
                std::clamp<std::size_t>(static_cast<std::size_t>(std::max(request_.threads, 1)), 1, kMostThreads);
            for (std::size_t i = 1; i < std::min(most, tasks_.size()); ++i) {
                helpers.emplace_back([this, &job] { work(job, false); });
            }
            work(job, true);
        }
        if (job.stopRequested()) {
            return fail(ErrorCode::cancelled, "delineating the waves was stopped", recording_.name, "start it again");
        }
        if (tasks_.empty()) listen(job);
        std::vector<LeadWavesPtr> out;
        for (const std::size_t lead : asked_) out.push_back(answerOf(lead));
        return out;
    }

private:
    void work(const Job& job, bool reports) {
        Workspace workspace;
        Stretch stretch;
        for (std::size_t mine = next_++; mine < tasks_.size() && !job.stopRequested(); mine = next_++) {
            const Task& task = tasks_[mine];
            if (!lookAt(recording_, *task.group, task.stretch, *delineator_.network, workspace, stretch, job)) return;
            std::vector<double> rates_hz;
            for (const std::size_t lead : *task.group) rates_hz.push_back(recording_.leads[lead].rate_hz);
            auto decoded = decode(stretch, beats_s_, task.first, task.past, rates_hz);
            for (std::size_t i = 0; i < task.group->size(); ++i) {
                const std::size_t lead = (*task.group)[i];
                if (!stretch.leads[i].silent) hear(lead);
                if (waves_[lead].empty()) continue;
                std::move(decoded[i].begin(), decoded[i].end(),
                          waves_[lead].begin() + static_cast<std::ptrdiff_t>(task.first));
            }
            if (reports) job.progress(static_cast<double>(mine) / static_cast<double>(tasks_.size()), "waves");
        }
    }

    void hear(std::size_t lead) {
        const std::scoped_lock lock(guard_);
        heard_[lead] = true;
    }

    // Without beats to look around it is still told whether a lead is flat.
    void listen(const Job& job) {
        for (const std::size_t lead : asked_) {
            if (!canBeRead(recording_.leads[lead])) continue;
            for (std::int64_t i = 0; i < stretchesOf(recording_) && !heard_[lead] && !job.stopRequested(); ++i) {
                heard_[lead] = !isSilent(recording_, lead, i);
            }
        }
    }

    [[nodiscard]] LeadWavesPtr answerOf(std::size_t lead) {
        auto out = std::make_shared<LeadWaves>();
        out->lead = lead;
        out->rate_hz = recording_.leads[lead].rate_hz;
        out->source = delineator_.source;
        out->complete = request_.first_beat == 0 && request_.beats >= beats_s_.size();
        out->beats = waves_[lead];  // a lead may be asked for twice
        out->unreadable = whyNot(recording_.leads[lead], !heard_[lead]);
        return out;
    }

    const Recording& recording_;
    const Delineator& delineator_;
    const WavesRequest& request_;
    std::vector<std::size_t> asked_;
    Groups groups_;
    std::vector<double> beats_s_;
    std::vector<Task> tasks_;
    std::atomic<std::size_t> next_ = 0;
    std::vector<std::vector<BeatWaves>> waves_;  // by lead; empty for those not asked for. Tasks write disjoint beats
    std::mutex guard_;
    std::vector<bool> heard_;  // by lead; guarded by guard_ while tasks run
};

}  // namespace

Result<std::vector<LeadWavesPtr>> delineate(const Recording& recording, const BeatList& beats,
                                            const Delineator& delineator, const WavesRequest& request, const Job& job) {
    for (const std::size_t lead : request.leads) {
        if (lead < recording.leads.size()) continue;
        return fail(ErrorCode::out_of_range,
                    text::say("there is no lead {1} in a recording of {2}", lead, recording.leads.size()),
                    recording.name, "name one of its leads");
    }
    if (!(beats.rate_hz > 0)) {
        return fail(ErrorCode::wrong_use, "the list of beats has no rate", recording.name, "find the beats first");
    }
    const bool is_ascending = std::ranges::is_sorted(beats.beats, {}, &Beat::sample);
    if (!is_ascending) {
        return fail(ErrorCode::wrong_use, "the list of beats is not in order of time", recording.name,
                    "sort the beats");
    }
    return Delineation(recording, beats, delineator, request).run(job);
}

Result<LeadWavesPtr> delineate(const Recording& recording, std::size_t lead, const BeatList& beats,
                               const Delineator& delineator, const Job& job) {
    auto all = delineate(recording, beats, delineator, WavesRequest{{lead}}, job);
    if (!all) return std::unexpected(all.error());
    return std::move(all->front());
}

}  // namespace triptych::waves
