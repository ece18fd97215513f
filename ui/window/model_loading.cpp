#include "ui/window/model_loading.h"

#include <chrono>
#include <memory>
#include <optional>
#include <utility>

namespace triptych::ui {
namespace {

// Kept even where the job is dropped before it begins, or throws.
class Promise {
public:
    Promise() = default;
    ~Promise() {
        if (!kept_) promise_.set_value(fail(ErrorCode::internal, "the model was not loaded", "", "choose it again"));
    }
    Promise(const Promise&) = delete;
    Promise& operator=(const Promise&) = delete;

    [[nodiscard]] ModelLoading::Coming coming() { return promise_.get_future().share(); }
    void keep(Result<pipeline::LoadedModel> loaded) {
        kept_ = true;
        promise_.set_value(std::move(loaded));
    }

private:
    std::promise<Result<pipeline::LoadedModel>> promise_;
    bool kept_ = false;
};

bool hasFailed(const ModelLoading::Coming& coming) {
    return coming.wait_for(std::chrono::seconds(0)) == std::future_status::ready && !coming.get().has_value();
}

}  // namespace

ModelLoading::Coming ModelLoading::begin(const std::string& name, const std::vector<std::string>& trusted) {
    if (coming_.valid() && name == name_ && trusted == trusted_ && !hasFailed(coming_)) return coming_;
    name_ = name;
    trusted_ = trusted;
    auto promise = std::make_shared<Promise>();
    coming_ = promise->coming();
    lane_.run([promise = std::move(promise), name, trusted](const Job&) {
        promise->keep(pipeline::loadModel(name, false, trusted));
    });
    return coming_;
}

}  // namespace triptych::ui
