// A file of its own, so that the portable trainer can bring its own digest (portable/plain_sha256.cpp).
#include "core/inference/module/safetensors.h"

#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace triptych::inference {

Result<std::string> sha256OfFile(const std::string& path) {
    std::error_code status;
    if (!std::filesystem::exists(path, status)) {
        return fail(ErrorCode::not_found, "there is no such file", path, "check the model's folder");
    }
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path, status)) {
        return fail(ErrorCode::not_readable, "the file cannot be read", path, "check its permissions");
    }
    const std::string bytes(std::istreambuf_iterator<char>(file), {});
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr) != 1) {
        return fail(ErrorCode::internal, "SHA-256 is not available", path, "check the installation of OpenSSL");
    }
    std::string hex;
    for (unsigned int i = 0; i < length; ++i) {
        constexpr const char* kDigits = "0123456789abcdef";
        hex += kDigits[digest[i] >> 4U];
        hex += kDigits[digest[i] & 15U];
    }
    return hex;
}

}  // namespace triptych::inference
