// A file of its own, so that the portable trainer can bring its own digest (portable/plain_sha256.cpp).
#include "core/files/mapped_file.h"
#include "core/inference/module/safetensors.h"
#include "core/text/digest.h"

#include <openssl/evp.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

namespace triptych::inference {

Result<std::string> sha256OfFile(const std::string& path) {
    constexpr std::int64_t kPiece_bytes = 1 << 20;
    const auto file = files::MappedFile::open(path);
    if (!file) return std::unexpected(file.error());
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    bool fine = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
    std::vector<std::byte> piece(static_cast<std::size_t>(std::min((*file)->size(), kPiece_bytes)));
    for (std::int64_t at = 0; at < (*file)->size() && fine; at += kPiece_bytes) {
        const std::int64_t count = std::min(kPiece_bytes, (*file)->size() - at);
        std::byte* const to = piece.data();
        const bool whole = (*file)->withBytes(
            at, count, [to](std::span<const std::byte> from) { std::memcpy(to, from.data(), from.size()); });
        if (!whole) {
            return fail(ErrorCode::io_failed, "the file was cut while it was read", path,
                        "get the file again or train the model anew");
        }
        fine = EVP_DigestUpdate(context.get(), piece.data(), static_cast<std::size_t>(count)) == 1;
    }
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (!fine || EVP_DigestFinal_ex(context.get(), digest, &length) != 1) {
        return fail(ErrorCode::internal, "SHA-256 is not available", path, "check the installation of OpenSSL");
    }
    return text::hexText({digest, length});
}

}  // namespace triptych::inference
