#include "core/explain/contribution.h"

#include "core/explain/ask.h"

namespace triptych::explain {

Result<Explanation> contribution(const Subject& subject, const inference::ExplainRequest& /*request*/,
                                 const Job& /*job*/) {
    Explanation out = withoutSum(subject);
    Attribution table;
    table.input = "branches";
    table.axes = {{"branch", "", {}, {}}};
    for (const auto& [branch, value] : subject.contributions()) {
        table.axes.front().names.push_back(branch);
        table.values.push_back(static_cast<float>(value));
        table.sum += value;
    }
    table.seen = table.values;
    out.inputs.push_back(std::move(table));
    return out;
}

}  // namespace triptych::explain
