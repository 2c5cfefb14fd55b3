// Cuts a catalogue between its lines. Comments and CDATA sections are passed over whole, so that
// what stands in them is never taken for a tag. What a part says is then read by the same reader,
// under the same limits, as everything else.

#include "ubl/parts.h"

#include <algorithm>

namespace samkjop::ubl {
namespace {

constexpr std::string_view kLine = "CatalogueLine";
constexpr std::size_t kHeadAtMost = 1 << 20;
constexpr std::size_t kPartAtMost = 16 << 20;

bool ends_name(char c) {
    return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

Unreadable broken(std::string detail) {
    return {Reason::not_xml, {{"line", std::int64_t(0)}, {"detail", std::move(detail)}}};
}

// The name of the root element as it is written, with its prefix: the first tag that is neither a
// declaration nor a comment.
std::string root_name(std::string_view head) {
    std::size_t at = 0;
    while ((at = head.find('<', at)) != head.npos) {
        if (at + 1 < head.size() && (head[at + 1] == '?' || head[at + 1] == '!')) {
            const bool comment = head.substr(at).starts_with("<!--");
            const std::size_t end = head.find(comment ? "-->" : ">", at);
            if (end == head.npos) return {};
            at = end + 1;
            continue;
        }
        std::size_t end = at + 1;
        while (end < head.size() && !ends_name(head[end])) ++end;
        return std::string(head.substr(at + 1, end - at - 1));
    }
    return {};
}

}  // namespace

CatalogueParts::CatalogueParts(More more, std::size_t lines_in_part)
    : more_(std::move(more)), wanted_(std::max<std::size_t>(lines_in_part, 1)) {}

bool CatalogueParts::fill() {
    if (ended_) return false;
    std::string bytes = more_();
    if (bytes.empty()) {
        ended_ = true;
        return false;
    }
    bytes_ += static_cast<std::int64_t>(bytes.size());
    buffer_ += bytes;
    return true;
}

std::size_t CatalogueParts::find_tag(std::size_t from, bool closing) const {
    const std::string_view in(buffer_);
    for (std::size_t at = in.find('<', from); at != in.npos; at = in.find('<', at)) {
        const std::string_view rest = in.substr(at);
        for (const auto& [open, close] :
             {std::pair<std::string_view, std::string_view>{"<!--", "-->"}, {"<![CDATA[", "]]>"}}) {
            if (!rest.starts_with(open)) continue;
            const std::size_t end = in.find(close, at);
            if (end == in.npos) return in.npos;
            at = end + close.size();
            break;
        }
        if (at >= in.size() || in[at] != '<') {
            if (at >= in.size()) return in.npos;
            continue;
        }
        std::size_t name = at + 1;
        const bool is_closing = name < in.size() && in[name] == '/';
        if (is_closing) ++name;
        std::size_t end = name;
        while (end < in.size() && !ends_name(in[end])) ++end;
        if (end >= in.size()) return in.npos;
        std::string_view word = in.substr(name, end - name);
        if (const auto colon = word.find(':'); colon != word.npos) word.remove_prefix(colon + 1);
        if (word == kLine && is_closing == closing) return at;
        at = end;
    }
    return in.npos;
}

std::expected<CatalogueParts::Part, Unreadable> CatalogueParts::next() {
    Part out;
    if (!started_) {
        std::size_t first = buffer_.npos;
        while ((first = find_tag(0, false)) == buffer_.npos) {
            if (buffer_.size() > kHeadAtMost) return std::unexpected(broken("CatalogueLine"));
            if (!fill()) break;
        }
        started_ = true;
        if (first == buffer_.npos) {  // no lines: the reader says what it is
            const auto whole = read(buffer_);
            if (!whole) return std::unexpected(whole.error());
            if (whole->catalogue() == nullptr) return std::unexpected(broken(whole->root_element));
            out.catalogue = *whole->catalogue();
            out.bytes = bytes_;
            out.last = true;
            buffer_.clear();
            return out;
        }
        head_ = buffer_.substr(0, first);
        // An envelope around it is left out: the part begins with the business document.
        if (const auto inner = head_.rfind("Catalogue"); inner != head_.npos) {
            const auto open = head_.rfind('<', inner);
            if (head_.find("StandardBusinessDocument") != head_.npos && open != head_.npos)
                head_ = head_.substr(open);
        }
        const std::string root = root_name(head_);
        if (root.empty()) return std::unexpected(broken("root"));
        tail_ = "</" + root + ">";
        newlines_ = std::ranges::count(buffer_.substr(0, first), '\n');
        used_ = static_cast<std::int64_t>(first);
        buffer_.erase(0, first);
    }
    std::size_t end = 0, count = 0;
    while (count < wanted_ && end < kPartAtMost) {
        const std::size_t close = find_tag(end, true);
        const std::size_t stop = close == buffer_.npos ? buffer_.npos : buffer_.find('>', close);
        if (stop == buffer_.npos) {
            if (fill()) continue;
            if (find_tag(end, false) != buffer_.npos)
                return std::unexpected(broken(std::string(kLine)));
            out.last = true;
            break;
        }
        end = stop + 1;
        ++count;
    }
    if (count > 0) {
        const std::string part = head_ + buffer_.substr(0, end) + tail_;
        auto document = read(part);
        if (!document) return std::unexpected(document.error());
        if (document->catalogue() == nullptr)
            return std::unexpected(broken(document->root_element));
        out.catalogue = *document->catalogue();
        const std::int64_t head_lines = std::ranges::count(head_, '\n');
        for (CatalogueLine& line : out.catalogue.lines)
            line.source.number += static_cast<int>(newlines_ - head_lines);
        newlines_ += std::ranges::count(std::string_view(buffer_).substr(0, end), '\n');
    }
    lines_ += static_cast<std::int64_t>(out.catalogue.lines.size());
    used_ += static_cast<std::int64_t>(end);
    buffer_.erase(0, end);
    out.lines = lines_;
    out.bytes = used_;
    return out;
}

}  // namespace samkjop::ubl
