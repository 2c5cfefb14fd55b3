// A block at a time, a sign at a time. Everything is written through html::Out, which escapes.

#include "public_site/markup.h"

#include "base/words.h"

namespace samkjop::public_site {
namespace {

bool is_address(std::string_view text) {
    const bool known = text.starts_with("https://") || text.starts_with("http://") ||
                       text.starts_with("mailto:") ||
                       (text.starts_with('/') && !text.starts_with("//"));
    return known && text.find_first_of(" \t\n\"<>\\") == text.npos;
}

void inline_words(html::Out& o, std::string_view text) {
    bool strong = false;
    std::size_t plain = 0;
    const auto flush = [&](std::size_t end) { o.text(text.substr(plain, end - plain)); };
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i).starts_with("**")) {
            // An opening that is never closed is two stars.
            if (!strong && text.find("**", i + 2) == text.npos) continue;
            flush(i);
            o.raw(strong ? "</strong>" : "<strong>");
            strong = !strong;
            plain = i + 2;
            i += 1;
        } else if (text[i] == '[') {
            const auto middle = text.find("](", i);
            const auto end = middle == text.npos ? text.npos : text.find(')', middle);
            if (end == text.npos) continue;
            const std::string_view words = text.substr(i + 1, middle - i - 1);
            const std::string_view address = text.substr(middle + 2, end - middle - 2);
            if (words.empty() || words.find('[') != words.npos || !is_address(address)) continue;
            flush(i);
            o.raw("<a href=\"");
            o.url(address);
            o.raw("\">");
            o.text(words);
            o.raw("</a>");
            plain = end + 1;
            i = end;
        }
    }
    flush(text.size());
    if (strong) o.raw("</strong>");
}

// «1. » up to «999. »: the length of the mark; 0 where the line is no numbered item.
std::size_t number_mark(std::string_view line) {
    std::size_t digits = 0;
    while (digits < line.size() && digits < 3 && line[digits] >= '0' && line[digits] <= '9')
        ++digits;
    return digits > 0 && line.substr(digits).starts_with(". ") ? digits + 2 : 0;
}

class Writer {
public:
    explicit Writer(html::Out& o) : o_(o) {}
    void line(std::string_view line) {
        if (line.empty()) return close();
        if (line.starts_with("## ")) return heading("h2", line.substr(3));
        if (line.starts_with("### ")) return heading("h3", line.substr(4));
        if (line.starts_with("- ")) return item("ul", line.substr(2));
        if (const std::size_t mark = number_mark(line)) return item("ol", line.substr(mark));
        if (open_ == "p") {
            o_.raw("\n");
        } else if (open_.empty()) {
            o_.raw("<p>");
            open_ = "p";
        } else {
            o_.raw(" ");  // the item goes on
        }
        inline_words(o_, line);
    }
    void close() {
        if (open_ == "p") o_.raw("</p>\n");
        if (open_ == "ul") o_.raw("</li></ul>\n");
        if (open_ == "ol") o_.raw("</li></ol>\n");
        open_ = "";
    }

private:
    void heading(std::string_view tag, std::string_view words) {
        close();
        o_.raw(tag == "h2" ? "<h2>" : "<h3>");
        inline_words(o_, words);
        o_.raw(tag == "h2" ? "</h2>\n" : "</h3>\n");
    }
    void item(std::string_view list, std::string_view words) {
        if (open_ != list) {
            close();
            o_.raw(list == "ul" ? "<ul><li>" : "<ol><li>");
            open_ = list;
        } else {
            o_.raw("</li><li>");
        }
        inline_words(o_, words);
    }

    html::Out& o_;
    std::string_view open_;
};

}  // namespace

html::Safe markup(std::string_view text) {
    html::Out o(Language::nb, "");
    Writer writer(o);
    while (!text.empty()) {
        const auto end = text.find('\n');
        writer.line(trimmed(text.substr(0, end)));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    writer.close();
    return html::Safe(o.take());
}

}  // namespace samkjop::public_site
