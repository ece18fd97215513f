#include "core/explain/methods.h"

#include "core/inference/explanation_method_list.h"

#include <vector>

namespace triptych::explain {

// Declared here from the list, defined in ID.cpp behind its own header.
#define TRIPTYCH_DECLARED(id, function, ...) \
    Result<Explanation> function(const Subject&, const inference::ExplainRequest&, const Job&);
TRIPTYCH_EXPLANATION_METHODS(TRIPTYCH_DECLARED)
#undef TRIPTYCH_DECLARED

std::span<const Method> methods() {
#define TRIPTYCH_FUNCTION(id, function, ...) &function,
    static constexpr MethodFunction kFunctions[] = {TRIPTYCH_EXPLANATION_METHODS(TRIPTYCH_FUNCTION)};
#undef TRIPTYCH_FUNCTION
    static const std::vector<Method> kMethods = [] {
        std::vector<Method> out;
        for (const inference::MethodInfo& info : inference::explanationMethods())
            out.push_back({&info, kFunctions[out.size()]});
        return out;
    }();
    return kMethods;
}

}  // namespace triptych::explain
