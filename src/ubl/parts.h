#pragma once
// A catalogue of any length, read a part at a time: the document is cut between its lines, and each
// part is read as a small catalogue of its own. Only a part of it is in memory.

#include <functional>
#include <string>
#include <string_view>

#include "ubl/ubl.h"

namespace samkjop::ubl {

class CatalogueParts {
public:
    // Gives the next bytes of the file, as UTF-8; empty at the end.
    using More = std::function<std::string()>;
    explicit CatalogueParts(More more, std::size_t lines_in_part = 500);

    struct Part {
        Catalogue catalogue;     // the head, and the lines of this part
        std::int64_t lines = 0;  // lines read so far, this part included
        std::int64_t bytes = 0;  // bytes of the file read so far
        bool last = false;
    };
    // Nothing more: an empty part with `last`. A part that cannot be read ends the reading.
    std::expected<Part, Unreadable> next();

private:
    bool fill();  // more bytes; false at the end
    // Where the next line element begins and ends; npos: more bytes are needed.
    std::size_t find_tag(std::size_t from, bool closing) const;

    More more_;
    std::size_t wanted_;
    std::string head_;    // everything before the first line
    std::string tail_;    // the root's end tag
    std::string buffer_;  // not read yet
    bool ended_ = false, started_ = false;
    std::int64_t lines_ = 0, bytes_ = 0, used_ = 0, newlines_ = 0;
};

}  // namespace samkjop::ubl
