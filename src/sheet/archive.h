#pragma once
// Within the module: the ZIP archive that an XLSX file is, opened from memory and unpacked within
// limits.

#include <memory>
#include <string>
#include <string_view>

#include "sheet/sheet.h"

namespace samkjop::sheet {

class Archive {
public:
    static Result<Archive> open(std::string_view bytes, const Limits& limits);
    bool has(const std::string& name) const;
    // Refuses what is missing, broken, or grows beyond the limits.
    Result<std::string> unpack(const std::string& name);

private:
    struct Close {
        void operator()(void* zip) const;
    };
    explicit Archive(void* zip, const Limits& limits) : zip_(zip), limits_(limits) {}

    std::unique_ptr<void, Close> zip_;
    Limits limits_;
    std::int64_t unpacked_ = 0;
};

struct Entry {
    std::string name, bytes;
};
std::string packed(const std::vector<Entry>& entries);

}  // namespace samkjop::sheet
