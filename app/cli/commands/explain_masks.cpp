#include "app/cli/commands/explain_masks.h"

#include "app/cli/console/numbers.h"
#include "core/text/numbers.h"
#include "core/text/said.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace triptych::cli {
namespace {

// "FROM:TO", either of which may be left out.
Result<std::pair<double, double>> stretchOf(const std::string& text, const char* option, double least, double most) {
    const auto colon = text.find(':');
    const auto side = [&](const std::string& of, double ever) {
        return of.empty() ? std::optional(ever) : text::wholeNumber<double>(of);
    };
    const auto from = colon == std::string::npos ? std::nullopt : side(text.substr(0, colon), least);
    const auto to = colon == std::string::npos ? std::nullopt : side(text.substr(colon + 1), most);
    if (from && to && *from < *to) return std::pair(*from, *to);
    return fail(ErrorCode::wrong_use, text::say("\"{1}\" is no stretch", text), {},
                text::say("give {1} two numbers with a colon between, the smaller one first", std::string(option)));
}

}  // namespace

Result<inference::WhatIfRequest> whatIfOf(const MaskOptions& options, std::uint64_t seed) {
    using inference::Mask;
    inference::WhatIfRequest out;
    const auto filler = inference::fillerOf(
        options.filler.empty() ? std::string(inference::name(inference::Filler::line)) : options.filler);
    if (!filler) return std::unexpected(filler.error());
    out.filler = *filler;
    out.seed = seed;
    for (const std::string& text : options.time) {
        const auto of = stretchOf(text, "--mask", -Mask::kEver, Mask::kEver);
        if (!of) return std::unexpected(of.error());
        out.masks.push_back({inference::MaskKind::trace, of->first, of->second, 0, Mask::kEver, {}, {}});
    }
    for (const std::string& text : options.band) {
        const auto of = stretchOf(text, "--mask-band", 0, Mask::kEver);
        if (!of) return std::unexpected(of.error());
        out.masks.push_back({inference::MaskKind::picture, -Mask::kEver, Mask::kEver, of->first, of->second, {}, {}});
    }
    for (const std::string& feature : options.features) {
        Mask mask;
        mask.kind = inference::MaskKind::feature;
        mask.feature = feature;
        out.masks.push_back(mask);
    }
    if (options.around) {
        Mask mask;
        mask.kind = inference::MaskKind::around;
        out.masks.push_back(mask);
    }
    return out;
}

Result<void> meetRecording(const inference::WhatIfRequest& asked, const Recording& recording) {
    double highest_hz = 0;
    for (const Lead& lead : recording.leads) highest_hz = std::max(highest_hz, lead.rate_hz / 2);
    for (const inference::Mask& mask : asked.masks) {
        if (mask.kind == inference::MaskKind::picture && mask.from_hz >= highest_hz) {
            return fail(ErrorCode::out_of_range,
                        text::say("what is to be masked, from {1} Hz, lies above all frequencies of the recording",
                                  shortest(mask.from_hz)),
                        recording.path, text::say("they reach {1} Hz", shortest(highest_hz)));
        }
        if (mask.to_s > 0 && mask.from_s < recording.duration_s) continue;
        return fail(ErrorCode::out_of_range,
                    text::say("what is to be masked, {1} to {2} s, lies outside of the recording",
                              shortest(mask.from_s), shortest(mask.to_s)),
                    recording.path, text::say("it lasts from 0 s to {1} s", shortest(recording.duration_s)));
    }
    return {};
}

void addMaskOptions(CLI::App& command, MaskOptions& options) {
    command
        .add_option(
            "--mask", options.time,
            "What if this stretch of the trace were not there: from and to in seconds, a side that is left out is open "
            "(\":\": all of it); several may be given")
        ->type_name("FROM:TO");
    command.add_option("--mask-band", options.band, "... or these frequencies of the picture, in Hz")
        ->type_name("FROM:TO");
    command.add_option("--mask-feature", options.features, "... or this feature, by its name")->type_name("NAME");
    command.add_flag("--mask-around", options.around, "... or what the model is told of the beats around");
    command
        .add_option("--filler", options.filler,
                    "What stands in for it: line (the default), typical (the typical beat) or noise")
        ->type_name("F");
}

}  // namespace triptych::cli
