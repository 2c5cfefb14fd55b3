// The archive around an XLSX file. What an entry claims to be is not believed: it is unpacked piece
// by piece, and the limits are held against what has come out.

#include "sheet/archive.h"

#include <zip.h>

#include <algorithm>
#include <stdexcept>

#include "sheet/texts.h"

namespace samkjop::sheet {
namespace {

template <class Pointer>
zip_t* handle(const Pointer& zip) {
    return static_cast<zip_t*>(zip.get());
}

constexpr std::int64_t kFreeBytes = 1 << 20;  // small parts may be packed as tightly as they like

}  // namespace

void Archive::Close::operator()(void* zip) const { zip_discard(static_cast<zip_t*>(zip)); }

Result<Archive> Archive::open(std::string_view bytes, const Limits& limits) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    zip_t* zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (zip == nullptr) {
        if (source != nullptr) zip_source_free(source);
        return refuse(text::broken);
    }
    Archive out(zip, limits);
    if (zip_get_num_entries(zip, 0) > limits.entries) return refuse(text::too_much_unpacked);
    return out;
}

bool Archive::has(const std::string& name) const {
    return zip_name_locate(handle(zip_), name.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<std::string> Archive::unpack(const std::string& name) {
    zip_t* zip = handle(zip_);
    const zip_int64_t index = zip_name_locate(zip, name.c_str(), ZIP_FL_NOCASE);
    zip_stat_t about;
    zip_stat_init(&about);
    if (index < 0 || zip_stat_index(zip, static_cast<zip_uint64_t>(index), 0, &about) != 0) {
        return refuse(text::broken);
    }
    const std::int64_t packed_size =
        (about.valid & ZIP_STAT_COMP_SIZE) != 0
            ? static_cast<std::int64_t>(std::min<zip_uint64_t>(about.comp_size, 1 << 30))
            : 0;
    const std::int64_t most = std::min(limits_.unpacked_bytes - unpacked_,
                                       kFreeBytes + packed_size * limits_.unpacked_times);
    zip_file_t* file = zip_fopen_index(zip, static_cast<zip_uint64_t>(index), 0);
    if (file == nullptr) return refuse(text::broken);
    std::string out;
    std::string piece(1 << 16, '\0');
    zip_int64_t got = 0;
    while ((got = zip_fread(file, piece.data(), piece.size())) > 0) {
        out.append(piece, 0, static_cast<std::size_t>(got));
        if (static_cast<std::int64_t>(out.size()) > most) break;
    }
    zip_fclose(file);
    if (got < 0) return refuse(text::broken);
    if (static_cast<std::int64_t>(out.size()) > most) return refuse(text::too_much_unpacked);
    unpacked_ += static_cast<std::int64_t>(out.size());
    return out;
}

std::string packed(const std::vector<Entry>& entries) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* target = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_t* zip = target == nullptr
                     ? nullptr
                     : zip_open_from_source(target, ZIP_CREATE | ZIP_TRUNCATE, &error);
    if (zip == nullptr) throw std::runtime_error("an archive could not be made in memory");
    zip_source_keep(target);
    for (const Entry& entry : entries) {
        zip_source_t* source = zip_source_buffer(zip, entry.bytes.data(), entry.bytes.size(), 0);
        const zip_int64_t index =
            source == nullptr ? -1
                              : zip_file_add(zip, entry.name.c_str(), source, ZIP_FL_ENC_UTF_8);
        if (index < 0) throw std::runtime_error("an archive entry could not be added");
        // The same list gives the same bytes.
        zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), 0, (46 << 9) | (1 << 5) | 1, 0);
    }
    std::string out;
    if (zip_close(zip) != 0 || zip_source_open(target) != 0 ||
        zip_source_seek(target, 0, SEEK_END) != 0) {
        throw std::runtime_error("an archive could not be written");
    }
    out.resize(static_cast<std::size_t>(zip_source_tell(target)));
    zip_source_seek(target, 0, SEEK_SET);
    if (zip_source_read(target, out.data(), out.size()) != static_cast<zip_int64_t>(out.size())) {
        throw std::runtime_error("an archive could not be read back");
    }
    zip_source_close(target);
    zip_source_free(target);
    return out;
}

}  // namespace samkjop::sheet
