#include "core/inference/what_if.h"

#include "core/inference/engine.h"

#include <array>

namespace triptych::inference {
namespace {

constexpr std::array kFillers = {Filler::line, Filler::typical, Filler::noise};

}  // namespace

std::string_view name(Filler filler) {
    switch (filler) {
        case Filler::line:
            return "line";
        case Filler::typical:
            return "typical";
        case Filler::noise:
            break;
    }
    return "noise";
}

text::Said inWords(Filler filler) {
    switch (filler) {
        case Filler::line:
            return "a straight line";
        case Filler::typical:
            return "the typical beat";
        case Filler::noise:
            break;
    }
    return "noise";
}

Result<Filler> fillerOf(std::string_view filler_name) {
    std::string known;
    for (const Filler filler : kFillers) {
        if (name(filler) == filler_name) return filler;
        known += (known.empty() ? "" : ", ") + std::string(name(filler));
    }
    return fail(ErrorCode::wrong_use, text::say("there is no filler \"{1}\"", filler_name), {},
                text::say("use one of {1}", known));
}

Result<WhatIfAnswer> Model::whatIf(const RecordingAnalysis& /*analysis*/, const BeatList& /*beats*/,
                                   std::size_t /*beat*/, const WhatIfRequest& /*request*/, const Job& /*job*/) const {
    return fail(ErrorCode::unsupported, "this model cannot be asked about masked beats", info().name,
                "choose another model");
}

Result<WhatIfAnswer> Model::whatIfRecording(const RecordingAnalysis& /*analysis*/, double /*time_s*/,
                                            const WhatIfRequest& /*request*/, const Job& /*job*/) const {
    return fail(ErrorCode::unsupported, "this model cannot be asked about masked stretches", info().name,
                "choose another model");
}

}  // namespace triptych::inference
