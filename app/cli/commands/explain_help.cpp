#include "app/cli/commands/explain_help.h"

#include "core/inference/explanation_methods.h"
#include "core/text/said.h"

namespace triptych::cli {

std::string baselinesHelp() {
    std::string out;
    for (const inference::BaselineInfo& of : inference::baselines())
        out += (out.empty() ? "" : "; ") + std::string(of.id) + ", " + text::translated(of.describes);
    return out;
}

std::string methodsHelp() {
    std::string out;
    for (const inference::MethodInfo& method : inference::explanationMethods()) {
        out += (out.empty() ? "  " : "\n  ") + std::string(method.id);
        if (!method.short_names.empty()) out += " (" + std::string(method.short_names) + ')';
        out += ": " + text::translated(method.describes);
        if (method.needs.convolution) out += text::say("; needs a convolution to look at").text();
        if (method.needs.attention) out += text::say("; needs a network with attention").text();
        if (method.gives.draws) out += text::say("; draws, by --seed").text();
    }
    return out;
}

}  // namespace triptych::cli
