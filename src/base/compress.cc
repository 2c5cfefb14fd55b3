// One context a thread: making one costs more than packing a document.
#include "base/compress.h"

#include <zstd.h>

#include <memory>
#include <stdexcept>

namespace samkjop {
namespace {

constexpr int kLevel = 3;  // above it the gain is small and the time is not

struct Free {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

}  // namespace

std::string compress(std::string_view bytes) {
    thread_local const std::unique_ptr<ZSTD_CCtx, Free> context(ZSTD_createCCtx());
    std::string out(ZSTD_compressBound(bytes.size()), '\0');
    const std::size_t size = ZSTD_compressCCtx(context.get(), out.data(), out.size(), bytes.data(),
                                               bytes.size(), kLevel);
    if (ZSTD_isError(size)) throw std::runtime_error(ZSTD_getErrorName(size));
    out.resize(size);
    return out;
}

std::string decompress(std::string_view bytes) {
    // compress() writes the size first, so it is known; what does not say it is not ours.
    const unsigned long long size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        throw std::runtime_error("not a compressed document");
    thread_local const std::unique_ptr<ZSTD_DCtx, Free> context(ZSTD_createDCtx());
    std::string out(size, '\0');
    const std::size_t done =
        ZSTD_decompressDCtx(context.get(), out.data(), out.size(), bytes.data(), bytes.size());
    if (ZSTD_isError(done) || done != size)
        throw std::runtime_error("a compressed document is broken");
    return out;
}

}  // namespace samkjop
