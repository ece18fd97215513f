#include "core/inference/explanation_methods.h"

#include "core/inference/explanation_method_list.h"
#include "core/inference/method_baselines.h"
#include "core/text/said.h"

#include <algorithm>

namespace triptych::inference {
namespace {

#define TRIPTYCH_DESCRIBED(method_id, function, ...) MethodInfo{.id = #method_id, __VA_ARGS__},
constexpr MethodInfo kMethods[] = {TRIPTYCH_EXPLANATION_METHODS(TRIPTYCH_DESCRIBED)};
#undef TRIPTYCH_DESCRIBED

bool isCalled(const MethodInfo& method, std::string_view name) {
    if (method.id == name) return true;
    std::string_view rest = method.short_names;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (rest.substr(0, end) == name) return true;
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return false;
}

}  // namespace

std::span<const MethodInfo> explanationMethods() {
    return kMethods;
}

const MethodInfo& defaultMethod() {
    return kMethods[0];
}

Result<const MethodInfo*> methodOf(std::string_view name) {
    std::string plain(name);
    std::ranges::replace(plain, '-', '_');
    std::string known;
    for (const MethodInfo& method : kMethods) {
        if (isCalled(method, plain)) return &method;
        known += (known.empty() ? "" : ", ") + std::string(method.id);
    }
    return fail(ErrorCode::wrong_use, text::say("there is no explanation method \"{1}\"", name), {},
                text::say("use one of {1}", known));
}

std::span<const BaselineInfo> baselines() {
    static constexpr BaselineInfo kBaselines[] = {
        {"rival", text::idOf("the mean training beat of the class it is explained against: of N, and of V for N, where "
                             "none is named")},
        {"mean_n", text::idOf("the mean training beat of class N")},
        {"silence", text::idOf("an isoelectric line without rhythm")},
    };
    return kBaselines;
}

bool isHeldAgainst(const std::string& method) {
    const auto of = methodOf(method);
    if (!of) return false;
#define TRIPTYCH_HELD(method_id) \
    if ((*of)->id == #method_id) return true;
    TRIPTYCH_METHODS_WITH_BASELINE(TRIPTYCH_HELD)
#undef TRIPTYCH_HELD
    return false;
}

Result<const MethodInfo*> methodFor(const ExplainRequest& request) {
    const auto method = methodOf(request.method);
    if (!method) return method;
    if (!request.baseline.empty() &&
        std::ranges::find(baselines(), request.baseline, &BaselineInfo::id) == baselines().end()) {
        std::string known;
        for (const BaselineInfo& of : baselines()) known += (known.empty() ? "" : ", ") + std::string(of.id);
        return fail(ErrorCode::wrong_use, text::say("there is no baseline \"{1}\"", request.baseline), {},
                    text::say("use one of {1}", known));
    }
    if (request.against.empty()) return method;
    if (!(*method)->gives.differences) {
        return fail(ErrorCode::wrong_use,
                    text::say("{1} does not explain one class against another", std::string((*method)->title)), {},
                    "leave the other class out, or use another method");
    }
    if (request.against == request.class_name) {
        return fail(ErrorCode::wrong_use, text::say("class {1} is to be explained against itself", request.against), {},
                    "name two classes");
    }
    return method;
}

}  // namespace triptych::inference
