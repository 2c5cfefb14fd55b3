// Unpacks while it counts: a small file that would become enormous is stopped on its way out, long
// before it fills the memory. What is packed inside what is packed is not opened.
#include "gateway/unpack.h"

#include <zip.h>
#include <zlib.h>

#include <memory>

#include "gateway/texts.h"

namespace samkjop::gateway {
namespace {

using namespace std::string_view_literals;

bool is_zip(std::string_view bytes) { return bytes.starts_with("PK\x03\x04"sv); }
bool is_gzip(std::string_view bytes) { return bytes.starts_with("\x1f\x8b"sv); }

std::unexpected<Refusal> refused(const Text& text, Arguments arguments = {}) {
    return std::unexpected(Refusal{&text, std::move(arguments), {}});
}

std::string without_folder(std::string_view path) {
    const auto slash = path.find_last_of("/\\");
    return std::string(slash == path.npos ? path : path.substr(slash + 1));
}

// How much has come out so far, and whether it is too much for what went in.
class Meter {
public:
    Meter(std::size_t packed, const UnpackLimits& limits) : packed_(packed), limits_(limits) {}
    bool take(std::size_t bytes) {
        total_ += bytes;
        const bool swells = total_ > (1u << 20) && total_ / packed_ > limits_.ratio;
        return total_ <= limits_.bytes && !swells;
    }

private:
    std::size_t packed_;
    const UnpackLimits& limits_;
    std::size_t total_ = 0;
};

using Unpacked = std::expected<std::vector<Member>, Refusal>;

Unpacked from_gzip(std::string_view bytes, std::string_view name, const UnpackLimits& limits) {
    Member member;
    member.name = name.ends_with(".gz") ? name.substr(0, name.size() - 3) : name;
    Meter meter(bytes.size(), limits);
    z_stream stream = {};
    constexpr int kGzip = 16 + MAX_WBITS;
    if (inflateInit2(&stream, kGzip) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    char block[65536];
    int status = Z_OK;
    while (status != Z_STREAM_END) {
        stream.next_out = reinterpret_cast<Bytef*>(block);
        stream.avail_out = sizeof block;
        status = inflate(&stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END) return refused(text::packed_broken);
        const std::size_t got = sizeof block - stream.avail_out;
        if (!meter.take(got)) return refused(text::packed_bomb);
        member.bytes.append(block, got);
        if (got == 0 && stream.avail_in == 0 && status != Z_STREAM_END)
            return refused(text::packed_broken);
    }
    return std::vector<Member>{std::move(member)};
}

std::expected<std::string, Refusal> content(zip_t* archive, zip_uint64_t index, Meter& meter) {
    const std::unique_ptr<zip_file_t, int (*)(zip_file_t*)> file(zip_fopen_index(archive, index, 0),
                                                                 zip_fclose);
    if (!file) return refused(text::packed_broken);
    std::string out;
    char block[65536];
    for (;;) {
        const zip_int64_t got = zip_fread(file.get(), block, sizeof block);
        if (got == 0) return out;
        if (got < 0) return refused(text::packed_broken);
        if (!meter.take(static_cast<std::size_t>(got))) return refused(text::packed_bomb);
        out.append(block, static_cast<std::size_t>(got));
    }
}

Unpacked from_zip(std::string_view bytes, const UnpackLimits& limits) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source == nullptr) throw std::bad_alloc();
    zip_t* opened = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (opened == nullptr) {
        zip_source_free(source);
        return refused(text::packed_broken);
    }
    const std::unique_ptr<zip_t, void (*)(zip_t*)> archive(opened, zip_discard);
    const zip_int64_t count = zip_get_num_entries(opened, 0);
    if (count > static_cast<zip_int64_t>(limits.members)) return refused(text::packed_bomb);
    Meter meter(bytes.size(), limits);
    std::vector<Member> out;
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* path = zip_get_name(opened, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
        if (path == nullptr || std::string_view(path).ends_with('/')) continue;  // a folder
        auto read = content(opened, static_cast<zip_uint64_t>(i), meter);
        if (!read) return std::unexpected(read.error());
        out.push_back({without_folder(path), std::move(*read)});
    }
    return out;
}

}  // namespace

bool is_packed(std::string_view bytes) { return is_zip(bytes) || is_gzip(bytes); }

std::expected<std::vector<Member>, Refusal> unpack(std::string_view bytes, std::string_view name,
                                                   const UnpackLimits& limits) {
    Unpacked out = is_zip(bytes) ? from_zip(bytes, limits) : from_gzip(bytes, name, limits);
    if (!out) return out;
    if (out->empty()) return refused(text::packed_broken);
    for (const Member& member : *out) {
        if (is_packed(member.bytes)) return refused(text::packed_bomb);
    }
    return out;
}

}  // namespace samkjop::gateway
