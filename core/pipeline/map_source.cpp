#include "core/pipeline/map_source.h"

#include "core/pipeline/borderline.h"
#include "core/pipeline/explain_beat.h"

#include <algorithm>
#include <utility>

namespace triptych::pipeline {
namespace {

template <class T>
std::vector<T> evenly(std::vector<T> all, std::size_t most) {
    if (most == 0 || all.size() <= most) return all;
    std::vector<T> out;
    for (std::size_t i = 0; i < most; ++i) out.push_back(all[i * all.size() / most]);
    return out;
}

}  // namespace

std::vector<std::size_t> answeredBeats(const Classification& said, const std::string& of_class, std::size_t most) {
    std::vector<std::size_t> all;
    for (std::size_t i = 0; i < said.predictions.size(); ++i) {
        if (!isAnswered(said.predictions, i) || said.predictions.usable[i] == 0) continue;
        if (of_class.empty() || said.model.classes[said.predictions.winner(i)] == of_class) all.push_back(i);
    }
    return evenly(std::move(all), most);
}

MapSource mapsOfBeats(MapAsk ask, const Classification& said, std::vector<std::size_t> beats) {
    std::erase_if(beats, [&](std::size_t beat) { return beat >= ask.beats->beats.size(); });
    std::vector<std::string> classes;
    for (const std::size_t beat : beats) {
        const bool own = ask.what.class_name.empty() && beat < said.predictions.size();
        classes.push_back(own ? said.model.classes[said.predictions.winner(beat)] : ask.what.class_name);
    }
    MapSource out;
    out.count = beats.size();
    const auto shared = std::make_shared<const std::vector<std::size_t>>(std::move(beats));
    out.mark_s = [list = ask.beats, shared](std::size_t at) {
        return static_cast<double>(list->beats[(*shared)[at]].sample) / list->rate_hz;
    };
    out.make = [ask = std::move(ask), shared, classes = std::move(classes)](std::size_t at, const Job& job) {
        inference::ExplainRequest what = ask.what;
        what.class_name = classes[at];
        if (what.against == what.class_name) what.against.clear();
        return explainBeat(*ask.model, *ask.analysis, *ask.beats, (*shared)[at], std::move(what), job);
    };
    return out;
}

MapSource mapsOfStretches(MapAsk ask, const RecordingAnswer& answer, std::size_t most) {
    std::vector<std::size_t> windows(answer.window_start_s.size());
    for (std::size_t i = 0; i < windows.size(); ++i) windows[i] = i;
    windows = evenly(std::move(windows), most);
    std::vector<double> starts;
    std::vector<std::string> labels;
    for (const std::size_t window : windows) {
        starts.push_back(answer.window_start_s[window]);
        const auto row = answer.window(window);
        const auto likeliest = static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
        labels.push_back(ask.what.class_name.empty() ? answer.model.classes[likeliest] : ask.what.class_name);
    }
    MapSource out;
    out.count = starts.size();
    out.mark_s = [starts](std::size_t at) { return starts[at]; };
    out.make = [ask = std::move(ask), starts, labels = std::move(labels)](std::size_t at, const Job& job) {
        inference::ExplainRequest what = ask.what;
        what.class_name = labels[at];
        what.against.clear();
        return ask.model->explainRecording(*ask.analysis, starts[at], what, job);
    };
    return out;
}

}  // namespace triptych::pipeline
