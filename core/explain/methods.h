// What a method of explanation is: a function from a subject to attributions over its inputs. The table is made of the
// list that the rest of the program reads (core/inference/explanation_method_list.h).
#pragma once

#include "core/domain/error.h"
#include "core/domain/explanation.h"
#include "core/domain/job.h"
#include "core/explain/subject.h"
#include "core/inference/explanation_methods.h"

#include <span>

namespace triptych::explain {

// Fills `inputs`, the scores, and what the method has to say of itself (completeness, steps, remarks); explain() adds
// the rest. The subject gives what the method needs. Errors: cancelled. May throw what LibTorch throws.
using MethodFunction = Result<Explanation> (*)(const Subject& subject, const inference::ExplainRequest& request,
                                               const Job& job);

struct Method {
    const inference::MethodInfo* info;
    MethodFunction explain;
};
// As many as inference::explanationMethods(), in its order.
[[nodiscard]] std::span<const Method> methods();

}  // namespace triptych::explain
