// The two sets that a study is asked of, as --set spells them: what a model was developed on, and what is read once, at
// the very end.
#pragma once

namespace triptych::cli {

inline constexpr const char* kDevelopment = "development";
inline constexpr const char* kFinal = "final";

}  // namespace triptych::cli
